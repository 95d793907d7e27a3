package dev.sluice.connectors.mysql.load;

import java.util.Locale;

/** The name of a column's type, without what is in brackets and after it. */
final class NativeName {
    private NativeName() {}

    static String of(String nativeType) {
        return nativeType.split("[ (]", 2)[0].toLowerCase(Locale.ROOT);
    }
}
