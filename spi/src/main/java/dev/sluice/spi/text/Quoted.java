package dev.sluice.spi.text;

import java.util.Collection;
import java.util.stream.Collectors;

/** Names as messages list them: a stream or a column may be called {@code in} or {@code a, b}. */
public final class Quoted {
    private Quoted() {}

    /** {@code 'a', 'b'}. */
    public static String list(Collection<?> names) {
        return names.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
    }
}
