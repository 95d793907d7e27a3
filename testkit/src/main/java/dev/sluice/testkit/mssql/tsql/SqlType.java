package dev.sluice.testkit.mssql.tsql;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A type of a column or parameter.
 *
 * @param length of texts in characters, of binaries in bytes; {@link #MAX} for (max); 0 for other types
 * @param precision of decimals, in digits
 * @param scale of decimals and of fractional seconds
 */
public record SqlType(Base base, int length, int precision, int scale) {
    public static final int MAX = -1;

    /** The types by the numbers of sys.types and the forms they have in H2. */
    public enum Base {
        BIT(104, 1, "BOOLEAN"),
        TINYINT(48, 1, "SMALLINT"),
        SMALLINT(52, 2, "SMALLINT"),
        INT(56, 4, "INTEGER"),
        BIGINT(127, 8, "BIGINT"),
        REAL(59, 4, "REAL"),
        FLOAT(62, 8, "DOUBLE PRECISION"),
        DECIMAL(106, 17, "NUMERIC"),
        NUMERIC(108, 17, "NUMERIC"),
        SMALLMONEY(122, 4, "NUMERIC(10, 4)"),
        MONEY(60, 8, "NUMERIC(19, 4)"),
        DATE(40, 3, "DATE"),
        TIME(41, 5, "TIME"),
        SMALLDATETIME(58, 4, "TIMESTAMP(0)"),
        DATETIME(61, 8, "TIMESTAMP(3)"),
        DATETIME2(42, 8, "TIMESTAMP"),
        DATETIMEOFFSET(43, 10, "TIMESTAMP"),
        CHAR(175, 0, "CHAR"),
        VARCHAR(167, 0, "VARCHAR"),
        NCHAR(239, 0, "CHAR"),
        NVARCHAR(231, 0, "VARCHAR"),
        SYSNAME(231, 0, "VARCHAR"),
        TEXT(35, 16, "CHARACTER LARGE OBJECT"),
        NTEXT(99, 16, "CHARACTER LARGE OBJECT"),
        XML(241, 0, "CHARACTER LARGE OBJECT"),
        BINARY(173, 0, "BINARY"),
        VARBINARY(165, 0, "VARBINARY"),
        IMAGE(34, 16, "BINARY LARGE OBJECT"),
        UNIQUEIDENTIFIER(36, 16, "UUID"),
        ROWVERSION(189, 8, "BINARY(8)");

        private final int systemId;
        private final int bytes;
        private final String h2;

        Base(int systemId, int bytes, String h2) {
            this.systemId = systemId;
            this.bytes = bytes;
            this.h2 = h2;
        }

        /** As sys.types calls it. */
        public String sqlName() {
            return this == ROWVERSION ? "timestamp" : name().toLowerCase(Locale.ROOT);
        }

        public int systemId() {
            return systemId;
        }

        public int userId() {
            return this == SYSNAME ? 256 : systemId;
        }

        /** By a name in any case, or empty where SQL Server has no such type or this server doesn't know it. */
        public static Optional<Base> find(String name) {
            String upper = name.toUpperCase(Locale.ROOT);
            String known = switch (upper) {
                case "INTEGER" -> "INT";
                case "DEC" -> "DECIMAL";
                case "TIMESTAMP" -> "ROWVERSION";
                case "CHARACTER" -> "CHAR";
                case "DOUBLE" -> "";
                default -> upper;
            };
            return Arrays.stream(values())
                    .filter(base -> base.name().equals(known))
                    .findFirst();
        }
    }

    public static SqlType of(Base base) {
        return switch (base) {
            case DECIMAL, NUMERIC -> decimal(18, 0);
            case MONEY -> new SqlType(base, 0, 19, 4);
            case SMALLMONEY -> new SqlType(base, 0, 10, 4);
            case TIME, DATETIME2, DATETIMEOFFSET -> new SqlType(base, 0, 0, 7);
            case DATETIME -> new SqlType(base, 0, 0, 3);
            case TEXT, NTEXT, XML, IMAGE -> new SqlType(base, MAX, 0, 0);
            case CHAR, NCHAR, VARCHAR, NVARCHAR, BINARY, VARBINARY -> new SqlType(base, 1, 0, 0);
            case SYSNAME -> new SqlType(base, 128, 0, 0);
            case ROWVERSION -> new SqlType(base, 8, 0, 0);
            default -> new SqlType(base, 0, 0, 0);
        };
    }

    public static SqlType decimal(int precision, int scale) {
        return new SqlType(Base.DECIMAL, 0, precision, scale);
    }

    public static SqlType sized(Base base, int length) {
        return new SqlType(base, length, 0, 0);
    }

    public static SqlType scaled(Base base, int scale) {
        return new SqlType(base, 0, 0, scale);
    }

    public boolean isMax() {
        return length == MAX;
    }

    public boolean isWideText() {
        return switch (base) {
            case NCHAR, NVARCHAR, SYSNAME, NTEXT, XML -> true;
            default -> false;
        };
    }

    public boolean isText() {
        return isWideText() || base == Base.CHAR || base == Base.VARCHAR || base == Base.TEXT;
    }

    /** max_length of sys.columns. */
    public int maxLength() {
        return switch (base) {
            case CHAR, VARCHAR, BINARY, VARBINARY -> length;
            case NCHAR, NVARCHAR, SYSNAME -> length == MAX ? MAX : 2 * length;
            case XML -> MAX;
            case DECIMAL, NUMERIC -> decimalBytes();
            case TIME -> timeBytes();
            case DATETIME2 -> 3 + timeBytes();
            case DATETIMEOFFSET -> 5 + timeBytes();
            default -> base.bytes;
        };
    }

    /** Of a time of day, without a date and an offset. */
    public int timeBytes() {
        return scale <= 2 ? 3 : scale <= 4 ? 4 : 5;
    }

    /** precision of sys.columns. */
    public int catalogPrecision() {
        return switch (base) {
            case BIT -> 1;
            case TINYINT -> 3;
            case SMALLINT -> 5;
            case INT -> 10;
            case BIGINT -> 19;
            case REAL -> 24;
            case FLOAT -> 53;
            case DATE -> 10;
            case SMALLDATETIME -> 16;
            case DATETIME -> 23;
            case TIME -> 8 + point();
            case DATETIME2 -> 19 + point();
            case DATETIMEOFFSET -> 26 + point();
            default -> precision;
        };
    }

    private int point() {
        return scale == 0 ? 0 : scale + 1;
    }

    /** With its sign. */
    public int decimalBytes() {
        return precision <= 9 ? 5 : precision <= 19 ? 9 : precision <= 28 ? 13 : 17;
    }

    public String h2() {
        return switch (base) {
            case DECIMAL, NUMERIC -> "NUMERIC(" + precision + ", " + scale + ")";
            case TIME -> "TIME(" + scale + ")";
            case DATETIME2 -> "TIMESTAMP(" + scale + ")";
            case DATETIMEOFFSET -> "TIMESTAMP(" + scale + ") WITH TIME ZONE";
            case CHAR, NCHAR, BINARY -> base.h2 + "(" + length + ")";
            case VARCHAR, NVARCHAR, SYSNAME -> isMax() ? "CHARACTER LARGE OBJECT" : "VARCHAR(" + length + ")";
            case VARBINARY -> isMax() ? "BINARY LARGE OBJECT" : "VARBINARY(" + length + ")";
            default -> base.h2;
        };
    }
}
