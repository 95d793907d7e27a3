package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;

/** The types of new columns. */
final class NativeTypes {
    static final int MAX_SECOND_DIGITS = 9;
    static final int FIRST_YEAR = 1;
    static final int LAST_YEAR = 9999;

    /** VARCHAR2 ends at 4000 bytes whatever number of characters it is declared with; each may take four. */
    private static final int MAX_VARCHAR_CHARACTERS = 1000;

    private static final int KEY_CHARACTERS = 255;
    private static final int KEY_BYTES = 1000;
    private static final String EMPTY_TEXT = "'' becomes NULL, and is counted";
    private static final String YEARS = "years other than 1 to 9999 are refused";

    private NativeTypes() {}

    static NativeType column(Field field, Release release) {
        Type type = field.type();
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                release.hasBoolean()
                        ? NativeType.of("BOOLEAN", type)
                        : new NativeType("NUMBER(1)", type, "true is written as 1, false as 0");
            case Type.Simple.INT8 -> NativeType.of("NUMBER(3)", type);
            case Type.Simple.INT16 -> NativeType.of("NUMBER(5)", type);
            case Type.Simple.INT32 -> NativeType.of("NUMBER(10)", type);
            case Type.Simple.INT64 -> NativeType.of("NUMBER(19)", type);
            case Type.Simple.FLOAT32 -> new NativeType("BINARY_FLOAT", type, "-0.0 is kept as 0.0");
            case Type.Simple.FLOAT64 -> new NativeType("BINARY_DOUBLE", type, "-0.0 is kept as 0.0");
            case Type.Simple.NUMERIC ->
                new NativeType(
                        "NUMBER",
                        type,
                        "NaN, infinities and numbers of more than 38 digits are refused; zeros at the end aren't kept");
            case Type.Decimal(int precision, int scale) ->
                NativeType.of("NUMBER(" + precision + (scale == 0 ? ")" : "," + scale + ")"), type);
            case Type.Text(int length)
            when length == Type.Text.UNLIMITED || length > MAX_VARCHAR_CHARACTERS ->
                new NativeType("CLOB", type, EMPTY_TEXT);
            case Type.Text(int length) -> new NativeType("VARCHAR2(" + length + " CHAR)", type, EMPTY_TEXT);
            case Type.Simple.JSON -> json(type, release);
            case Type.Simple.BINARY -> new NativeType("BLOB", type, "empty values become NULL, and are counted");
            case Type.Simple.UUID -> new NativeType("VARCHAR2(36 CHAR)", type, "kept as text");
            case Type.Simple.DATE ->
                new NativeType("DATE", type, "read back as a timestamp, since Oracle's date has a time; " + YEARS);
            case Type.Time(int precision) -> new NativeType("VARCHAR2(18 CHAR)", type, "kept as text");
            case Type.Timestamp(int precision) -> new NativeType("TIMESTAMP(" + precision + ")", type, YEARS);
            case Type.TimestampTz(int precision) ->
                new NativeType("TIMESTAMP(" + precision + ") WITH TIME ZONE", type, YEARS);
            case Type.Simple.INTERVAL -> new NativeType("VARCHAR2(100 CHAR)", type, "kept as text");
            case Type.ListOf list -> nested(release);
            case Type.Struct struct -> nested(release);
            case Type.MapOf map -> nested(release);
        };
    }

    /** LOBs can't be part of a key, and an index has room for some 6,000 bytes. */
    static NativeType key(Field field, Release release) {
        return switch (field.type()) {
            case Type.Text(int length)
            when length == Type.Text.UNLIMITED || length > KEY_CHARACTERS ->
                new NativeType(
                        "VARCHAR2(" + KEY_CHARACTERS + " CHAR)",
                        field.type(),
                        "keys of more than " + KEY_CHARACTERS + " characters are refused");
            case Type.Simple.BINARY ->
                new NativeType(
                        "RAW(" + KEY_BYTES + ")",
                        field.type(),
                        "keys of more than " + KEY_BYTES + " bytes are refused");
            default -> column(field, release);
        };
    }

    private static NativeType nested(Release release) {
        NativeType json = json(Type.JSON, release);
        String loss = "its structure becomes JSON text" + (json.loss().isEmpty() ? "" : "; " + json.loss());
        return new NativeType(json.ddl(), Type.JSON, loss);
    }

    private static NativeType json(Type type, Release release) {
        return release.hasJson()
                ? new NativeType("JSON", type, "Oracle's JSON keeps no key order, spaces or repeated keys")
                : NativeType.of("CLOB", type);
    }
}
