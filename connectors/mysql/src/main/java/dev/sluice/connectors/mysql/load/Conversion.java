package dev.sluice.connectors.mysql.load;

import dev.sluice.spi.data.Type;

/** What the server has to do with a value's text before it goes into a column. */
final class Conversion {
    private Conversion() {}

    /** An expression with a question mark for the text; empty where the column takes it as it is. */
    static String of(Type type, String nativeType) {
        String name = NativeName.of(nativeType);
        return switch (name) {
            // as a text it would be bytes
            case "bit" -> type == Type.BOOLEAN ? "CAST(? AS UNSIGNED)" : "CAST(CONV(?, 2, 10) AS UNSIGNED)";
            // as a text 0 would be 2000
            case "year" -> "CAST(? AS UNSIGNED)";
            default -> NativeName.isSpatial(name) ? "ST_GeomFromWKB(UNHEX(?))" : type == Type.BINARY ? "UNHEX(?)" : "";
        };
    }
}
