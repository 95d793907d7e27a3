package dev.sluice.connectors.mysql;

import dev.sluice.connectors.mysql.load.NativeName;
import dev.sluice.spi.data.Type;
import java.util.Locale;

/**
 * The type of a column that exists.
 *
 * @param name without parameters: {@code int}
 * @param full with them: {@code int unsigned}, {@code tinyint(1)}
 * @param length of a text, in characters
 * @param precision of a number, in digits, or of bit(n), in bits
 * @param scale of a number
 * @param secondDigits of a time
 */
record ColumnType(String name, String full, long length, int precision, int scale, int secondDigits) {
    private static final int UNSIGNED_64_BIT_DIGITS = 20;

    /** What its values are read as. */
    Type toLogical(boolean tinyint1AsBoolean) {
        boolean unsigned = full.toLowerCase(Locale.ROOT).contains("unsigned");
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "tinyint" ->
                tinyint1AsBoolean && full.startsWith("tinyint(1)") ? Type.BOOLEAN : unsigned ? Type.INT16 : Type.INT8;
            case "smallint" -> unsigned ? Type.INT32 : Type.INT16;
            case "mediumint" -> Type.INT32;
            case "int", "integer" -> unsigned ? Type.INT64 : Type.INT32;
            case "bigint" -> unsigned ? new Type.Decimal(UNSIGNED_64_BIT_DIGITS, 0) : Type.INT64;
            case "float" -> Type.FLOAT32;
            case "double" -> Type.FLOAT64;
            case "decimal", "numeric" ->
                precision <= Type.Decimal.MAX_PRECISION && precision > 0
                        ? new Type.Decimal(precision, scale)
                        : Type.NUMERIC;
            case "bit" -> precision == 1 ? Type.BOOLEAN : Type.STRING;
            case "char", "varchar" ->
                length > 0 && length < Integer.MAX_VALUE ? new Type.Text((int) length) : Type.STRING;
            case "binary", "varbinary", "tinyblob", "blob", "mediumblob", "longblob", "vector" -> Type.BINARY;
            case "date" -> Type.DATE;
            case "time" -> Type.INTERVAL;
            case "datetime" -> new Type.Timestamp(secondDigits);
            case "timestamp" -> new Type.TimestampTz(secondDigits);
            case "year" -> Type.INT16;
            case "json" -> Type.JSON;
            case "uuid" -> Type.UUID;
            default -> NativeName.isSpatial(name.toLowerCase(Locale.ROOT)) ? Type.BINARY : Type.STRING;
        };
    }

    /** What to select so that the text protocol gives a form that is decoded without loss. */
    static String expression(String nativeType, String quotedName) {
        String lower = nativeType.toLowerCase(Locale.ROOT);
        String base = NativeName.of(nativeType);
        return switch (base) {
            // the text of a float has six digits; that of the same number as a double has all (and + 0 would lose -0.0)
            case "float" -> quotedName + " * 1e0";
            case "bit" ->
                lower.equals("bit(1)")
                        ? quotedName + " + 0"
                        : "lpad(bin(" + quotedName + "), " + bits(lower) + ", '0')";
            default -> NativeName.isSpatial(base) ? "ST_AsBinary(" + quotedName + ")" : quotedName;
        };
    }

    /** Whether values are compared by what they are read as: ENUM is ordered by the place in its list. */
    static boolean isOrdered(String nativeType) {
        String base = NativeName.of(nativeType);
        return switch (base) {
            case "enum", "set", "bit", "vector", "json" -> false;
            default -> expression(nativeType, "").isEmpty() || base.equals("float");
        };
    }

    private static String bits(String bitType) {
        return bitType.replaceAll("\\D", "");
    }
}
