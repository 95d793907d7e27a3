package dev.sluice.connectors.storage;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;
import java.util.Optional;

/** The type that holds every value of two types exactly. */
final class WiderType {
    private static final int[] INTEGER_DIGITS = {3, 5, 10, 19};

    private WiderType() {}

    /** Empty where there is none. */
    static Optional<Type> of(Type a, Type b) {
        if (a.equals(b)) {
            return Optional.of(a);
        }
        int rankA = integerRank(a);
        int rankB = integerRank(b);
        if (rankA >= 0 && rankB >= 0) {
            return Optional.of(rankA > rankB ? a : b);
        }
        if (isExact(a) && isExact(b)) {
            return Optional.of(decimal(a, b));
        }
        if (isFloating(a) && isFloating(b)) {
            return Optional.of(Type.FLOAT64);
        }
        return switch (a) {
            case Type.Text first when b instanceof Type.Text second -> Optional.of(longer(first, second));
            case Type.Time(int p) when b instanceof Type.Time(int q) -> Optional.of(new Type.Time(Math.max(p, q)));
            case Type.Timestamp(int p)
            when b instanceof Type.Timestamp(int q) -> Optional.of(new Type.Timestamp(Math.max(p, q)));
            case Type.TimestampTz(int p)
            when b instanceof Type.TimestampTz(int q) -> Optional.of(new Type.TimestampTz(Math.max(p, q)));
            default -> Optional.empty();
        };
    }

    private static int integerRank(Type type) {
        return switch (type) {
            case Type.Simple.INT8 -> 0;
            case Type.Simple.INT16 -> 1;
            case Type.Simple.INT32 -> 2;
            case Type.Simple.INT64 -> 3;
            default -> -1;
        };
    }

    private static boolean isFloating(Type type) {
        return type == Type.FLOAT32 || type == Type.FLOAT64;
    }

    private static boolean isExact(Type type) {
        return integerRank(type) >= 0 || type instanceof Type.Decimal || type == Type.NUMERIC;
    }

    private static Type decimal(Type a, Type b) {
        if (a == Type.NUMERIC || b == Type.NUMERIC) {
            return Type.NUMERIC;
        }
        int scale = Math.max(scale(a), scale(b));
        int precision = Math.max(wholeDigits(a), wholeDigits(b)) + scale;
        return precision <= Type.Decimal.MAX_PRECISION ? new Type.Decimal(precision, scale) : Type.NUMERIC;
    }

    private static int scale(Type type) {
        return type instanceof Type.Decimal decimal ? decimal.scale() : 0;
    }

    private static int wholeDigits(Type type) {
        return type instanceof Type.Decimal decimal
                ? decimal.precision() - decimal.scale()
                : INTEGER_DIGITS[integerRank(type)];
    }

    private static Type longer(Type.Text a, Type.Text b) {
        boolean unlimited = a.maxLength() == Type.Text.UNLIMITED || b.maxLength() == Type.Text.UNLIMITED;
        return unlimited ? Type.STRING : new Type.Text(Math.max(a.maxLength(), b.maxLength()));
    }

    /** The values of a column in a wider type; but for floats by their text, which keeps every digit. */
    static Column widen(Column column, Type from, Type to) {
        if (from.equals(to) || Type.Storage.of(from) == Type.Storage.of(to) && integerRank(to) >= 0) {
            return column;
        }
        if (column instanceof FloatColumn floats) {
            return floats.toDoubles();
        }
        ValueWriter writer = ValueWriter.of(from);
        ValueParser parser = ValueParser.of(to);
        ColumnBuilder builder = ColumnBuilder.of(to, column.size());
        ByteSink text = new ByteSink(64);
        for (int row = 0; row < column.size(); row++) {
            if (column.isNull(row)) {
                builder.appendNull();
                continue;
            }
            text.clear();
            writer.write(column, row, text);
            if (!parser.parse(text.array(), 0, text.length(), builder)) {
                throw new IllegalStateException("'" + text + "' of type " + from + " is no value of type " + to);
            }
        }
        return builder.build();
    }
}
