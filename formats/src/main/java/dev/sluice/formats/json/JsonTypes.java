package dev.sluice.formats.json;

import dev.sluice.spi.data.Type;

/** What JSON has for the logical types. */
final class JsonTypes {
    private JsonTypes() {}

    /** JSON's own name for the values that a type is written as. */
    static String nameOf(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN -> "boolean";
            case Type.Simple.INT8,
                    Type.Simple.INT16,
                    Type.Simple.INT32,
                    Type.Simple.INT64,
                    Type.Simple.FLOAT32,
                    Type.Simple.FLOAT64,
                    Type.Simple.NUMERIC -> "number";
            case Type.Decimal decimal -> "number";
            case Type.Simple.JSON -> "value";
            case Type.ListOf list -> "array";
            case Type.Struct struct -> "object";
            case Type.MapOf map -> "object";
            default -> "string";
        };
    }

    /** What becomes of values that JSON has nothing for. */
    static String lossOf(Type type) {
        return switch (type) {
            case Type.Simple.FLOAT32, Type.Simple.FLOAT64, Type.Simple.NUMERIC -> "NaN and infinities become strings";
            case Type.Simple.JSON -> "the document null becomes NULL";
            case Type.MapOf(Type key, Type value) when !(key instanceof Type.Text) -> "keys become strings";
            default -> "";
        };
    }
}
