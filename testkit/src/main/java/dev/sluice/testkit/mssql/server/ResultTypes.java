package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.SqlType.Base;
import org.h2.value.TypeInfo;
import org.h2.value.Value;

/** The type that a column of a result gets which is no column of a table: the one closest to H2's. */
final class ResultTypes {
    private static final int LONGEST_NVARCHAR = 4000;
    private static final int LONGEST_VARBINARY = 8000;

    private ResultTypes() {}

    static SqlType of(TypeInfo type) {
        return switch (type.getValueType()) {
            case Value.BOOLEAN -> SqlType.of(Base.BIT);
            case Value.TINYINT, Value.SMALLINT -> SqlType.of(Base.SMALLINT);
            case Value.INTEGER, Value.NULL, Value.UNKNOWN -> SqlType.of(Base.INT);
            case Value.BIGINT -> SqlType.of(Base.BIGINT);
            case Value.REAL -> SqlType.of(Base.REAL);
            case Value.DOUBLE, Value.DECFLOAT -> SqlType.of(Base.FLOAT);
            case Value.NUMERIC -> decimal(type);
            case Value.DATE -> SqlType.of(Base.DATE);
            case Value.TIME, Value.TIME_TZ -> SqlType.scaled(Base.TIME, Math.min(7, type.getScale()));
            case Value.TIMESTAMP -> SqlType.scaled(Base.DATETIME2, Math.min(7, type.getScale()));
            case Value.TIMESTAMP_TZ -> SqlType.scaled(Base.DATETIMEOFFSET, Math.min(7, type.getScale()));
            case Value.UUID -> SqlType.of(Base.UNIQUEIDENTIFIER);
            case Value.CHAR -> sized(Base.NCHAR, type, LONGEST_NVARCHAR);
            case Value.BINARY -> sized(Base.BINARY, type, LONGEST_VARBINARY);
            case Value.VARBINARY -> sized(Base.VARBINARY, type, LONGEST_VARBINARY);
            case Value.BLOB -> SqlType.sized(Base.VARBINARY, SqlType.MAX);
            case Value.CLOB -> SqlType.sized(Base.NVARCHAR, SqlType.MAX);
            default -> sized(Base.NVARCHAR, type, LONGEST_NVARCHAR);
        };
    }

    private static SqlType decimal(TypeInfo type) {
        int precision = (int) Math.min(38, type.getPrecision());
        int scale = Math.clamp(type.getScale(), 0, precision);
        return SqlType.decimal(type.getPrecision() > 38 && scale > 10 ? 38 : precision, Math.min(scale, 20));
    }

    private static SqlType sized(Base base, TypeInfo type, int longest) {
        long length = Math.max(1, type.getPrecision());
        if (length <= longest) {
            return SqlType.sized(base, (int) length);
        }
        return SqlType.sized(base == Base.NVARCHAR || base == Base.NCHAR ? Base.NVARCHAR : Base.VARBINARY, SqlType.MAX);
    }
}
