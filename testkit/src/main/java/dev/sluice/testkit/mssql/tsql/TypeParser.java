package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.SqlType.Base;
import java.util.Optional;

/** Reads the names of types, and knows only those that SQL Server has: the grammar takes any word for a type. */
public final class TypeParser {
    private TypeParser() {}

    /**
     * Of a column or variable.
     *
     * @throws ServerError 2715 where there is no such type
     */
    public static SqlType declared(TokenCursor cursor) {
        return parse(cursor, 1)
                .orElseThrow(() -> ServerError.of(
                        2715,
                        "Column, parameter, or variable #1: Cannot find data type "
                                + cursor.peek().text() + "."));
    }

    /**
     * Of a CAST or CONVERT.
     *
     * @throws ServerError 243 where there is no such type
     */
    public static SqlType cast(TokenCursor cursor) {
        return parse(cursor, 30)
                .orElseThrow(
                        () -> ServerError.of(243, "Type " + cursor.peek().text() + " is not a defined system type."));
    }

    private static Optional<SqlType> parse(TokenCursor cursor, int defaultLength) {
        int start = cursor.position();
        if (cursor.peek().is("sys") && cursor.peek(1).isSymbol(".")) {
            cursor.moveTo(start + 2);
        }
        String name = cursor.name();
        if (name.equalsIgnoreCase("double") && cursor.accept("precision")) {
            return Optional.of(SqlType.of(Base.FLOAT));
        }
        String full = name;
        if (name.equalsIgnoreCase("national")) {
            full = "n" + cursor.name();
        }
        if (cursor.accept("varying")) {
            full = full.toLowerCase(java.util.Locale.ROOT)
                    .replace("character", "char")
                    .replace("char", "varchar");
        }
        Optional<Base> base = Base.find(full);
        if (base.isEmpty()) {
            cursor.moveTo(start);
            return Optional.empty();
        }
        return Optional.of(sized(base.get(), cursor, defaultLength));
    }

    private static SqlType sized(Base base, TokenCursor cursor, int defaultLength) {
        boolean arguments = cursor.acceptSymbol("(");
        SqlType type = switch (base) {
            case CHAR, NCHAR, VARCHAR, NVARCHAR, BINARY, VARBINARY ->
                SqlType.sized(base, arguments ? length(base, cursor) : defaultLength);
            case DECIMAL, NUMERIC -> decimal(base, arguments, cursor);
            case TIME, DATETIME2, DATETIMEOFFSET ->
                arguments ? SqlType.scaled(base, atMost(7, cursor, base)) : SqlType.of(base);
            case FLOAT -> arguments && atMost(53, cursor, base) <= 24 ? SqlType.of(Base.REAL) : SqlType.of(base);
            default -> {
                if (arguments) {
                    throw new ServerError(
                            2716,
                            1,
                            16,
                            "Column, parameter, or variable #1: Cannot specify a column width on" + " data type "
                                    + base.sqlName() + ".");
                }
                yield SqlType.of(base);
            }
        };
        if (arguments) {
            cursor.expectSymbol(")");
        }
        return type;
    }

    private static int length(Base base, TokenCursor cursor) {
        boolean variable = base == Base.VARCHAR || base == Base.NVARCHAR || base == Base.VARBINARY;
        if (variable && cursor.accept("max")) {
            return SqlType.MAX;
        }
        int limit = base == Base.NCHAR || base == Base.NVARCHAR ? 4000 : 8000;
        int length = cursor.number();
        if (length < 1 || length > limit) {
            throw new ServerError(
                    131,
                    2,
                    15,
                    "The size (" + length + ") given to the type '" + base.sqlName()
                            + "' exceeds the maximum allowed for any data type (" + limit + ").");
        }
        return length;
    }

    private static SqlType decimal(Base base, boolean arguments, TokenCursor cursor) {
        int precision = arguments ? cursor.number() : 18;
        int scale = arguments && cursor.acceptSymbol(",") ? cursor.number() : 0;
        if (precision < 1 || precision > 38 || scale > precision) {
            throw new ServerError(
                    2750,
                    1,
                    16,
                    "Column or parameter #1: Specified column precision " + precision
                            + " is greater than the maximum precision of 38.");
        }
        return new SqlType(base, 0, precision, scale);
    }

    private static int atMost(int limit, TokenCursor cursor, Base base) {
        int value = cursor.number();
        if (value > limit) {
            throw new ServerError(
                    1002, 1, 15, "Line 1: Specified scale " + value + " is invalid for " + base.sqlName() + ".");
        }
        return value;
    }
}
