package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.SqlType.Base;
import java.io.IOException;

/** TYPE_INFO, which says how the values of a column or parameter are sent; written in the forms that allow NULL. */
final class TypeInfo {
    private static final int LONG = 0xffff;
    private static final int COLLATION_BYTES = 5;

    private TypeInfo() {}

    static void write(MessageOutput out, SqlType type) throws IOException {
        switch (type.base()) {
            case BIT -> sized(out, 0x68, 1);
            case TINYINT -> sized(out, 0x26, 1);
            case SMALLINT -> sized(out, 0x26, 2);
            case INT -> sized(out, 0x26, 4);
            case BIGINT -> sized(out, 0x26, 8);
            case REAL -> sized(out, 0x6d, 4);
            case FLOAT -> sized(out, 0x6d, 8);
            case DECIMAL -> decimal(out, 0x6a, type);
            case NUMERIC -> decimal(out, 0x6c, type);
            case SMALLMONEY -> sized(out, 0x6e, 4);
            case MONEY -> sized(out, 0x6e, 8);
            case DATE -> out.u8(0x28);
            case TIME -> sized(out, 0x29, type.scale());
            case SMALLDATETIME -> sized(out, 0x6f, 4);
            case DATETIME -> sized(out, 0x6f, 8);
            case DATETIME2 -> sized(out, 0x2a, type.scale());
            case DATETIMEOFFSET -> sized(out, 0x2b, type.scale());
            case CHAR -> text(out, 0xaf, type.length());
            case VARCHAR, TEXT -> text(out, 0xa7, type.isMax() ? LONG : type.length());
            case NCHAR -> text(out, 0xef, 2 * type.length());
            case NVARCHAR, SYSNAME, NTEXT -> text(out, 0xe7, type.isMax() ? LONG : 2 * type.length());
            case XML -> sized(out, 0xf1, 0);
            case BINARY, ROWVERSION -> binary(out, 0xad, type.length());
            case VARBINARY, IMAGE -> binary(out, 0xa5, type.isMax() ? LONG : type.length());
            case UNIQUEIDENTIFIER -> sized(out, 0x24, 16);
        }
    }

    private static void sized(MessageOutput out, int token, int size) throws IOException {
        out.u8(token);
        out.u8(size);
    }

    private static void decimal(MessageOutput out, int token, SqlType type) throws IOException {
        sized(out, token, type.decimalBytes());
        out.u8(type.precision());
        out.u8(type.scale());
    }

    private static void binary(MessageOutput out, int token, int bytes) throws IOException {
        out.u8(token);
        out.u16(bytes);
    }

    private static void text(MessageOutput out, int token, int bytes) throws IOException {
        binary(out, token, bytes);
        out.bytes(Tokens.COLLATION);
    }

    static WireType read(MessageInput in) throws IOException {
        int token = in.u8();
        return switch (token) {
            case 0x30 -> fixed(Base.TINYINT);
            case 0x32 -> fixed(Base.BIT);
            case 0x34 -> fixed(Base.SMALLINT);
            case 0x38 -> fixed(Base.INT);
            case 0x3a -> fixed(Base.SMALLDATETIME);
            case 0x3b -> fixed(Base.REAL);
            case 0x3c -> fixed(Base.MONEY);
            case 0x3d -> fixed(Base.DATETIME);
            case 0x3e -> fixed(Base.FLOAT);
            case 0x7a -> fixed(Base.SMALLMONEY);
            case 0x7f -> fixed(Base.BIGINT);
            case 0x24 -> bySize(in.u8(), Base.UNIQUEIDENTIFIER, Base.UNIQUEIDENTIFIER);
            case 0x26 -> {
                int size = in.u8();
                yield size <= 2 ? bySize(size, Base.TINYINT, Base.SMALLINT) : bySize(size / 4, Base.INT, Base.BIGINT);
            }
            case 0x68 -> bySize(in.u8(), Base.BIT, Base.BIT);
            case 0x6d -> bySize(in.u8() / 4, Base.REAL, Base.FLOAT);
            case 0x6e -> bySize(in.u8() / 4, Base.SMALLMONEY, Base.MONEY);
            case 0x6f -> bySize(in.u8() / 4, Base.SMALLDATETIME, Base.DATETIME);
            case 0x37, 0x3f, 0x6a, 0x6c -> {
                in.u8();
                yield WireType.shortLength(SqlType.decimal(in.u8(), in.u8()));
            }
            case 0x28 -> WireType.shortLength(SqlType.of(Base.DATE));
            case 0x29 -> WireType.shortLength(SqlType.scaled(Base.TIME, in.u8()));
            case 0x2a -> WireType.shortLength(SqlType.scaled(Base.DATETIME2, in.u8()));
            case 0x2b -> WireType.shortLength(SqlType.scaled(Base.DATETIMEOFFSET, in.u8()));
            case 0xa5 -> variable(in, Base.VARBINARY, 1, false);
            case 0xad -> variable(in, Base.BINARY, 1, false);
            case 0xa7 -> variable(in, Base.VARCHAR, 1, true);
            case 0xaf -> variable(in, Base.CHAR, 1, true);
            case 0xe7 -> variable(in, Base.NVARCHAR, 2, true);
            case 0xef -> variable(in, Base.NCHAR, 2, true);
            case 0xf1 -> {
                if (in.u8() != 0) {
                    throw ServerError.of(2, "xml schema collections are not supported");
                }
                yield new WireType(SqlType.of(Base.XML), WireType.Form.CHUNKS);
            }
            default ->
                throw ServerError.of(
                        8009,
                        "The incoming tabular data stream (TDS) protocol stream is incorrect." + " Data type 0x"
                                + Integer.toHexString(token) + " is unknown.");
        };
    }

    private static WireType fixed(Base base) {
        return new WireType(SqlType.of(base), WireType.Form.FIXED);
    }

    private static WireType bySize(int size, Base one, Base other) {
        return WireType.shortLength(SqlType.of(size == 1 ? one : other));
    }

    private static WireType variable(MessageInput in, Base base, int unit, boolean text) throws IOException {
        int bytes = in.u16();
        if (text) {
            in.skip(COLLATION_BYTES);
        }
        return bytes == LONG
                ? new WireType(SqlType.sized(base, SqlType.MAX), WireType.Form.CHUNKS)
                : new WireType(SqlType.sized(base, Math.max(1, bytes / unit)), WireType.Form.LONG_LENGTH);
    }
}
