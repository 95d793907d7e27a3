package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.data.Type;

/** What the server has to do with a value's text before it goes into a column. */
final class Conversion {
    private Conversion() {}

    /** An expression with a question mark for the text; empty where the column takes it as it is. */
    static String of(Type type, String nativeType) {
        if (type == Type.BINARY) {
            return "UNHEX(?)";
        }
        return type == Type.BOOLEAN && nativeType.startsWith("bit") ? "CAST(? AS UNSIGNED)" : "";
    }
}
