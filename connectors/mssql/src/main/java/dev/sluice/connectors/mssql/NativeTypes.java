package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;

/** The types of new columns. */
final class NativeTypes {
    static final int MAX_SECOND_DIGITS = 7;
    /** Texts with this collation are one only if they are spelt the same; it can sort what Unicode had when it was made. */
    static final String EXACT = "Latin1_General_100_BIN2";

    private static final String NUMERIC = "decimal(38,18)";
    private static final int MAX_NVARCHAR = 4000;
    private static final int MAX_VARBINARY = 8000;
    private static final int KEY_LENGTH = 450;
    private static final int KEY_BYTES = 900;
    private static final String NOT_A_NUMBER = "NaN and infinities are refused";
    private static final String SHORTER_SECONDS = "digits beyond 100 nanoseconds are refused";
    private static final String AS_TEXT = "kept as text";

    private static final NativeType NESTED =
            new NativeType("nvarchar(max)", Type.JSON, "its structure becomes JSON text");

    private NativeTypes() {}

    static NativeType column(Field field) {
        Type type = field.type();
        return switch (type) {
            case Type.Simple.BOOLEAN -> NativeType.of("bit", type);
            // tinyint has no sign
            case Type.Simple.INT8 -> NativeType.of("smallint", type);
            case Type.Simple.INT16 ->
                NativeType.of(field.nativeType().equals("tinyint") ? "tinyint" : "smallint", type);
            case Type.Simple.INT32 -> NativeType.of("int", type);
            case Type.Simple.INT64 -> NativeType.of("bigint", type);
            case Type.Simple.FLOAT32 -> new NativeType("real", type, NOT_A_NUMBER);
            case Type.Simple.FLOAT64 -> new NativeType("float", type, NOT_A_NUMBER);
            case Type.Simple.NUMERIC ->
                new NativeType(
                        NUMERIC,
                        type,
                        "NaN, infinities and numbers of more than 20 digits before or 18 after the point are refused;"
                                + " read back as " + NUMERIC);
            case Type.Decimal(int precision, int scale) -> NativeType.of(decimal(field, precision, scale), type);
            case Type.Text text -> {
                String ddl = text(field, text);
                int units = Math.max(Type.Text.UNLIMITED, length(ddl));
                yield new NativeType(
                        ddl, type, units == text.maxLength() ? "" : "read back as " + new Type.Text(units));
            }
            case Type.Simple.JSON -> new NativeType("nvarchar(max)", type, AS_TEXT);
            case Type.Simple.INTERVAL -> new NativeType("nvarchar(100)", type, AS_TEXT);
            case Type.Simple.BINARY -> NativeType.of(binary(field.nativeType()), type);
            case Type.Simple.UUID -> NativeType.of("uniqueidentifier", type);
            case Type.Simple.DATE -> NativeType.of("date", type);
            case Type.Time(int precision) -> seconds("time", precision, type);
            case Type.Timestamp(int precision) -> seconds("datetime2", precision, type);
            case Type.TimestampTz(int precision) -> seconds("datetimeoffset", precision, type);
            case Type.ListOf list -> NESTED;
            case Type.Struct struct -> NESTED;
            case Type.MapOf map -> NESTED;
        };
    }

    /**
     * Texts and bytes of a key have a limited length, and texts compare as they are spelt: else 'a' and 'A' would be one
     * key.
     */
    static NativeType key(Field field) {
        return switch (field.type()) {
            case Type.Text text -> {
                NativeType column = column(field);
                int length = length(column.ddl());
                yield length > KEY_LENGTH || length < 0
                        ? new NativeType(
                                "nvarchar(" + KEY_LENGTH + ") COLLATE " + EXACT,
                                field.type(),
                                "keys of more than " + KEY_LENGTH + " characters are refused")
                        : new NativeType(column.ddl() + " COLLATE " + EXACT, field.type(), column.loss());
            }
            case Type.Simple.BINARY ->
                new NativeType(
                        "varbinary(" + KEY_BYTES + ")",
                        field.type(),
                        "keys of more than " + KEY_BYTES + " bytes are refused");
            default -> column(field);
        };
    }

    /** Whether every number of a type goes into the type of numbers without a limit. */
    static boolean holdsAsNumeric(Type type) {
        return switch (type) {
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> true;
            case Type.Decimal(int precision, int scale) -> precision - scale <= 20 && scale <= 18;
            default -> false;
        };
    }

    /** The number in brackets; -1 where there is none. */
    static int length(String nativeType) {
        int open = nativeType.indexOf('(');
        int close = nativeType.indexOf(')');
        String inside = open < 0 ? "" : nativeType.substring(open + 1, close);
        return inside.matches("\\d+") ? Integer.parseInt(inside) : -1;
    }

    private static String decimal(Field field, int precision, int scale) {
        String nativeType = field.nativeType();
        boolean money = nativeType.equals("money") && precision == 19 && scale == 4
                || nativeType.equals("smallmoney") && precision == 10 && scale == 4;
        return money ? nativeType : "decimal(" + precision + "," + scale + ")";
    }

    /** Lengths count in UTF-16 units here and in characters elsewhere, of which each may be two units. */
    private static String text(Field field, Type.Text type) {
        int length = type.maxLength();
        if (length == Type.Text.UNLIMITED) {
            return "nvarchar(max)";
        }
        String nativeType = field.nativeType();
        boolean counted = nativeType.startsWith("nvarchar(") || nativeType.startsWith("nchar(");
        int units = counted ? length : 2 * length;
        return units > MAX_NVARCHAR ? "nvarchar(max)" : "nvarchar(" + units + ")";
    }

    private static String binary(String nativeType) {
        boolean limited = nativeType.startsWith("binary(") || nativeType.startsWith("varbinary(");
        int length = length(nativeType);
        if (limited && length > 0 && length <= MAX_VARBINARY) {
            return nativeType;
        }
        return nativeType.equals("rowversion") ? "binary(8)" : "varbinary(max)";
    }

    private static NativeType seconds(String name, int precision, Type type) {
        return new NativeType(
                name + "(" + Math.min(precision, MAX_SECOND_DIGITS) + ")",
                type,
                precision > MAX_SECOND_DIGITS ? SHORTER_SECONDS : "");
    }
}
