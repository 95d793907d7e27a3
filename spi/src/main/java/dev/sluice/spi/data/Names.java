package dev.sluice.spi.data;

import java.util.regex.Pattern;

/** How names are written in type and schema texts. */
final class Names {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*");

    private Names() {}

    static String quoteIfNeeded(String name) {
        return PLAIN.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }
}
