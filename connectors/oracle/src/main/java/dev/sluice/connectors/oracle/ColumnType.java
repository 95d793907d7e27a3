package dev.sluice.connectors.oracle;

import dev.sluice.spi.data.Type;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The type of a column that exists.
 *
 * @param name as the catalog has it: {@code NUMBER}, {@code TIMESTAMP(6) WITH TIME ZONE}
 * @param length of a text in characters, of RAW in bytes
 * @param byBytes whether a text's length is declared in bytes
 * @param precision of a number in digits, of FLOAT in bits; 0 where it has none
 * @param scale of a number, or {@link #NO_SCALE}
 */
record ColumnType(String name, int length, boolean byBytes, int precision, int scale) {
    /** As the driver reports it for NUMBER without precision. */
    static final int NO_SCALE = -127;

    private static final int USUAL_SECOND_DIGITS = 6;
    private static final Pattern SECOND_DIGITS = Pattern.compile("^TIMESTAMP\\s*\\((\\d)\\)");
    private static final Pattern PARAMETERS = Pattern.compile("\\s*\\([^)]*\\)");
    private static final Set<String> READABLE = Set.of(
            "NUMBER",
            "FLOAT",
            "BINARY_FLOAT",
            "BINARY_DOUBLE",
            "VARCHAR2",
            "NVARCHAR2",
            "CHAR",
            "NCHAR",
            "CLOB",
            "NCLOB",
            "LONG",
            "RAW",
            "LONG RAW",
            "BLOB",
            "DATE",
            "TIMESTAMP",
            "TIMESTAMP WITH TIME ZONE",
            "TIMESTAMP WITH LOCAL TIME ZONE",
            "INTERVAL YEAR TO MONTH",
            "INTERVAL DAY TO SECOND",
            "ROWID",
            "UROWID",
            "XMLTYPE",
            "JSON",
            "BOOLEAN",
            "VECTOR",
            "SDO_GEOMETRY");

    /** A type without what stands in brackets: {@code TIMESTAMP WITH TIME ZONE}. */
    static String base(String nativeType) {
        return PARAMETERS
                .matcher(nativeType.toUpperCase(Locale.ROOT))
                .replaceAll("")
                .strip();
    }

    /** Whether there is no way to get values of a type as text, bytes or numbers. */
    static boolean isUnreadable(String nativeType) {
        return !READABLE.contains(base(nativeType));
    }

    /** What its values are read as. */
    Type toLogical() {
        return switch (base(name)) {
            case "NUMBER" -> number();
            // its precision is in bits, its values are decimals
            case "FLOAT" -> Type.NUMERIC;
            case "BINARY_FLOAT" -> Type.FLOAT32;
            case "BINARY_DOUBLE" -> Type.FLOAT64;
            case "VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR" -> length > 0 ? new Type.Text(length) : Type.STRING;
            case "RAW", "LONG RAW", "BLOB" -> Type.BINARY;
            case "DATE" -> new Type.Timestamp(0);
            case "TIMESTAMP" -> new Type.Timestamp(secondDigits());
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" -> new Type.TimestampTz(secondDigits());
            case "INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND" -> Type.INTERVAL;
            case "JSON" -> Type.JSON;
            case "BOOLEAN" -> Type.BOOLEAN;
            default -> Type.STRING;
        };
    }

    /** As CREATE TABLE says it. */
    String ddl() {
        return switch (base(name)) {
            case "NUMBER" -> numberDdl();
            case "FLOAT" -> precision > 0 ? "FLOAT(" + precision + ")" : "FLOAT";
            case "VARCHAR2", "CHAR" -> length > 0 ? name + "(" + length + (byBytes ? " BYTE)" : " CHAR)") : name;
            case "NVARCHAR2", "NCHAR", "RAW" -> length > 0 ? name + "(" + length + ")" : name;
            default -> name;
        };
    }

    /** What to select so that the driver gives a value without loss. */
    static String expression(String nativeType, String quotedName) {
        return switch (base(nativeType)) {
            // independent of what zones the driver and the session know
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" -> "SYS_EXTRACT_UTC(" + quotedName + ")";
            case "XMLTYPE" -> "XMLSERIALIZE(CONTENT " + quotedName + " AS CLOB)";
            case "JSON" -> "JSON_SERIALIZE(" + quotedName + " RETURNING CLOB)";
            case "VECTOR" -> "VECTOR_SERIALIZE(" + quotedName + " RETURNING CLOB)";
            case "SDO_GEOMETRY" -> "SDO_UTIL.TO_WKTGEOMETRY(" + quotedName + ")";
            case "ROWID", "UROWID" -> "ROWIDTOCHAR(" + quotedName + ")";
            default -> quotedName;
        };
    }

    /** Whether the server compares values of a type: not LOBs, nor what is read as another form of itself. */
    static boolean isOrdered(String nativeType) {
        return switch (base(nativeType)) {
            case "NUMBER",
                    "FLOAT",
                    "BINARY_FLOAT",
                    "BINARY_DOUBLE",
                    "VARCHAR2",
                    "NVARCHAR2",
                    "CHAR",
                    "NCHAR",
                    "RAW",
                    "DATE",
                    "TIMESTAMP",
                    "TIMESTAMP WITH TIME ZONE",
                    "TIMESTAMP WITH LOCAL TIME ZONE" -> true;
            default -> false;
        };
    }

    private Type number() {
        if (precision == 0 && scale == NO_SCALE || precision > 0 && scale == NO_SCALE) {
            return Type.NUMERIC;
        }
        int digits = precision == 0 ? Type.Decimal.MAX_PRECISION : precision;
        // NUMBER(2,5) holds 0.00099, NUMBER(3,-2) holds 99900
        int decimals = Math.max(0, scale);
        int all = Math.max(decimals, digits + Math.max(0, -scale));
        return all <= Type.Decimal.MAX_PRECISION ? new Type.Decimal(all, decimals) : Type.NUMERIC;
    }

    private String numberDdl() {
        if (precision == 0) {
            return scale == NO_SCALE ? "NUMBER" : "NUMBER(*," + scale + ")";
        }
        return "NUMBER(" + precision + (scale == 0 || scale == NO_SCALE ? ")" : "," + scale + ")");
    }

    private int secondDigits() {
        Matcher digits = SECOND_DIGITS.matcher(name.toUpperCase(Locale.ROOT));
        return digits.find() ? Integer.parseInt(digits.group(1)) : USUAL_SECOND_DIGITS;
    }
}
