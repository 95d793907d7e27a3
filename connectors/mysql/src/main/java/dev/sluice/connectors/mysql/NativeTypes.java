package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The types of new columns. */
final class NativeTypes {
    static final int MAX_SECOND_DIGITS = 6;
    static final String NUMERIC = "decimal(65,30)";

    private static final int MAX_DECIMAL_SCALE = 30;
    /** Longer texts are kept apart from the row, which has room for 65,535 bytes. */
    private static final int MAX_VARCHAR = 4096;

    private static final int KEY_LENGTH = 255;
    private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d+)\\)");
    private static final String NOT_A_NUMBER = "NaN and infinities are refused";
    private static final String NESTED_LOSS = "its structure becomes JSON text";
    private static final String JSON_LOSS =
            "MySQL keeps no key order, spaces or repeated keys of JSON, and numbers as 64-bit" + " integers or doubles";
    private static final String SHORTER_SECONDS = "digits beyond microseconds are refused";

    private NativeTypes() {}

    static NativeType column(Field field, boolean mariaDb) {
        Type type = field.type();
        return switch (type) {
            case Type.Simple.BOOLEAN -> NativeType.of("bit(1)", type);
            case Type.Simple.INT8 -> NativeType.of("tinyint", type);
            case Type.Simple.INT16 -> NativeType.of("smallint", type);
            case Type.Simple.INT32 -> NativeType.of("int", type);
            case Type.Simple.INT64 -> NativeType.of("bigint", type);
            case Type.Simple.FLOAT32 -> new NativeType("float", type, NOT_A_NUMBER);
            case Type.Simple.FLOAT64 -> new NativeType("double", type, NOT_A_NUMBER);
            case Type.Simple.NUMERIC ->
                new NativeType(
                        NUMERIC,
                        type,
                        "NaN, infinities and numbers of more than 35 digits before or 30 after the point are refused;"
                                + " zeros at the end aren't kept");
            case Type.Decimal(int precision, int scale)
            when scale > MAX_DECIMAL_SCALE ->
                new NativeType("varchar(" + (precision + 2) + ")", Type.STRING, "kept as text");
            case Type.Decimal(int precision, int scale) ->
                NativeType.of("decimal(" + precision + "," + scale + ")", type);
            case Type.Text(int length)
            when length == Type.Text.UNLIMITED || length > MAX_VARCHAR -> NativeType.of("longtext", type);
            case Type.Text(int length) -> NativeType.of("varchar(" + length + ")", type);
            case Type.Simple.JSON -> new NativeType("json", type, mariaDb ? "" : JSON_LOSS);
            case Type.Simple.BINARY -> NativeType.of("longblob", type);
            case Type.Simple.UUID -> new NativeType("char(36)", type, "kept as text");
            case Type.Simple.DATE -> NativeType.of("date", type);
            case Type.Time(int precision) ->
                new NativeType(
                        "time(" + Math.min(precision, MAX_SECOND_DIGITS) + ")",
                        type,
                        secondsLoss(precision, "read back as an interval, since MySQL's time is one"));
            case Type.Timestamp(int precision) ->
                new NativeType(
                        "datetime(" + Math.min(precision, MAX_SECOND_DIGITS) + ")", type, secondsLoss(precision, ""));
            case Type.TimestampTz(int precision) ->
                new NativeType(
                        "datetime(" + Math.min(precision, MAX_SECOND_DIGITS) + ")",
                        type,
                        secondsLoss(precision, "kept as the wall clock in UTC, since MySQL's timestamp ends in 2038"));
            case Type.Simple.INTERVAL -> new NativeType("varchar(100)", type, "kept as text");
            case Type.ListOf list -> nested(mariaDb);
            case Type.Struct struct -> nested(mariaDb);
            case Type.MapOf map -> nested(mariaDb);
        };
    }

    /**
     * Texts and bytes of a key have a limited length, and texts compare as they are spelt: else 'a' and 'A', or texts that
     * differ by spaces at the end, would be one key.
     */
    static NativeType key(Field field, boolean mariaDb) {
        String exact = " CHARACTER SET utf8mb4 COLLATE " + (mariaDb ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin");
        return switch (field.type()) {
            case Type.Text(int length)
            when length == Type.Text.UNLIMITED || length > KEY_LENGTH ->
                new NativeType(
                        "varchar(" + KEY_LENGTH + ")" + exact,
                        field.type(),
                        "keys of more than " + KEY_LENGTH + " characters are refused");
            case Type.Text(int length) -> NativeType.of("varchar(" + length + ")" + exact, field.type());
            case Type.Simple.BINARY ->
                new NativeType(
                        "varbinary(" + KEY_LENGTH + ")",
                        field.type(),
                        "keys of more than " + KEY_LENGTH + " bytes are refused");
            default -> column(field, mariaDb);
        };
    }

    /** Whether every number of a type goes into the type of numbers without a limit. */
    static boolean holdsAsNumeric(Type type) {
        return switch (type) {
            case Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 -> true;
            case Type.Decimal(int precision, int scale) -> precision - scale <= 35 && scale <= MAX_DECIMAL_SCALE;
            default -> false;
        };
    }

    /** Whether a type of texts has room for more than that many characters: in a key, few are as long as the stream's. */
    static boolean isLonger(String type, int length) {
        Matcher varchar = VARCHAR.matcher(type);
        return !varchar.lookingAt() || Integer.parseInt(varchar.group(1)) > length;
    }

    private static NativeType nested(boolean mariaDb) {
        return new NativeType("json", Type.JSON, mariaDb ? NESTED_LOSS : NESTED_LOSS + "; " + JSON_LOSS);
    }

    private static String secondsLoss(int precision, String other) {
        if (precision <= MAX_SECOND_DIGITS) {
            return other;
        }
        return other.isEmpty() ? SHORTER_SECONDS : SHORTER_SECONDS + "; " + other;
    }
}
