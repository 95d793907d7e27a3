package dev.sluice.connectors.mssql;

import dev.sluice.spi.data.Type;
import java.util.Locale;

/**
 * The type of a column that exists.
 *
 * @param name without parameters: {@code decimal}
 * @param bytes the longest value, -1 for max
 * @param precision of a number
 * @param scale of a number or a time
 */
record ColumnType(String name, int bytes, int precision, int scale) {
    /** What CREATE TABLE says: {@code decimal(12,2)}, {@code nvarchar(max)}. */
    String full() {
        return switch (name) {
            case "decimal", "numeric" -> name + "(" + precision + "," + scale + ")";
            case "time", "datetime2", "datetimeoffset" -> name + "(" + scale + ")";
            case "char", "varchar", "binary", "varbinary" -> name + length(bytes);
            case "nchar", "nvarchar" -> name + length(bytes > 0 ? bytes / 2 : bytes);
            case "timestamp" -> "rowversion";
            default -> name;
        };
    }

    private static String length(int length) {
        return length > 0 ? "(" + length + ")" : "(max)";
    }

    /** What its values are read as. */
    Type toLogical() {
        return switch (name) {
            case "bit" -> Type.BOOLEAN;
            case "tinyint", "smallint" -> Type.INT16;
            case "int" -> Type.INT32;
            case "bigint" -> Type.INT64;
            case "real" -> Type.FLOAT32;
            case "float" -> Type.FLOAT64;
            case "decimal", "numeric" -> new Type.Decimal(precision, scale);
            case "money" -> new Type.Decimal(19, 4);
            case "smallmoney" -> new Type.Decimal(10, 4);
            case "char", "varchar" -> bytes > 0 ? new Type.Text(bytes) : Type.STRING;
            case "nchar", "nvarchar" -> bytes > 0 ? new Type.Text(bytes / 2) : Type.STRING;
            case "binary", "varbinary", "image", "timestamp", "geometry", "geography" -> Type.BINARY;
            case "uniqueidentifier" -> Type.UUID;
            case "date" -> Type.DATE;
            case "time" -> new Type.Time(scale);
            case "datetime" -> new Type.Timestamp(3);
            case "smalldatetime" -> new Type.Timestamp(0);
            case "datetime2" -> new Type.Timestamp(scale);
            case "datetimeoffset" -> new Type.TimestampTz(scale);
            case "json" -> Type.JSON;
            default -> Type.STRING;
        };
    }

    /** What to select so that the value comes in a form that others understand. */
    static String expression(String nativeType, String quotedName) {
        if (nativeType.startsWith("datetimeoffset")) {
            // as the clock in UTC: the driver takes instants through a calendar that leaves out ten days of 1582
            return "CAST(SWITCHOFFSET(" + quotedName + ", '+00:00') AS datetime2"
                    + nativeType.substring("datetimeoffset".length()) + ")";
        }
        return switch (nativeType.toLowerCase(Locale.ROOT)) {
            // with Z and M where a shape has them, which STAsBinary leaves out
            case "geometry", "geography" -> quotedName + ".AsBinaryZM()";
            case "hierarchyid" -> quotedName + ".ToString()";
            case "sql_variant" -> variant(quotedName);
            case "json", "vector" -> "CAST(" + quotedName + " AS nvarchar(max))";
            default -> quotedName;
        };
    }

    /** The usual text of a float has six digits, that of money two places, that of a clock minutes; that of bytes is letters. */
    private static String variant(String name) {
        String type = "CAST(SQL_VARIANT_PROPERTY(" + name + ", 'BaseType') AS nvarchar(128))";
        return "CASE WHEN " + type + " = 'float' THEN " + text(name, "float", 3)
                + " WHEN " + type + " = 'real' THEN " + text(name, "real", 3)
                + " WHEN " + type + " IN ('money', 'smallmoney') THEN " + text(name, "money", 2)
                + " WHEN " + type + " IN ('datetime', 'smalldatetime') THEN " + text(name, "datetime", 126)
                + " WHEN " + type + " IN ('binary', 'varbinary') THEN " + text(name, "varbinary(8000)", 1)
                + " ELSE CAST(" + name + " AS nvarchar(max)) END";
    }

    private static String text(String name, String type, int style) {
        return "CONVERT(nvarchar(max), CAST(" + name + " AS " + type + "), " + style + ")";
    }

    /** Whether the server compares values of a type, and by what they are read as. */
    static boolean isOrdered(String nativeType) {
        return switch (nativeType.toLowerCase(Locale.ROOT)) {
            case "text", "ntext", "image", "xml" -> false;
            default ->
                nativeType.startsWith("datetimeoffset")
                        || expression(nativeType, "").isEmpty();
        };
    }
}
