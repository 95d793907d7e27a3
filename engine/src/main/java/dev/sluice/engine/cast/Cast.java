package dev.sluice.engine.cast;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.JsonWriter;
import dev.sluice.spi.text.ValueParser;
import dev.sluice.spi.text.ValueWriter;

/**
 * Turns columns of one type into columns of another, value for value or not at all: a value that the target type can't
 * hold exactly is an error, never rounded or cut. Goes through the canonical text of the values, except where the two
 * types share a storage. Not thread-safe.
 */
public abstract sealed class Cast {
    private Cast() {}

    /**
     * The cast between two types.
     *
     * @throws IllegalArgumentException where {@link #isPossible} says no
     */
    public static Cast of(Type from, Type to) {
        if (!isPossible(from, to)) {
            throw new IllegalArgumentException(from + " can't be cast to " + to);
        }
        if (from == Type.FLOAT32 && to == Type.FLOAT64) {
            return new Widened();
        }
        return keepsStorage(from, to) ? new Same() : new ThroughText(from, to);
    }

    /** Whether values of one type can become values of another without inventing or dropping meaning. */
    public static boolean isPossible(Type from, Type to) {
        if (from.equals(to) || to instanceof Type.Text || from instanceof Type.Text && !Type.isNested(to)) {
            return true;
        }
        if (Type.isNested(from)) {
            return to == Type.JSON;
        }
        return Kind.of(from) != Kind.OTHER && Kind.of(from) == Kind.of(to)
                || from == Type.DATE && to instanceof Type.Timestamp
                || from instanceof Type.Timestamp && to == Type.DATE
                || from == Type.BOOLEAN && Kind.of(to) == Kind.NUMBER
                || from == Type.JSON && to == Type.BINARY;
    }

    /** What a user may do instead, or an empty text. */
    public static String hint(Type from, Type to) {
        boolean clocks = from instanceof Type.Timestamp && to instanceof Type.TimestampTz
                || from instanceof Type.TimestampTz && to instanceof Type.Timestamp;
        return clocks
                ? ": a wall clock isn't an instant until someone names the zone; do it in a query at the source"
                : "";
    }

    /**
     * Casts a column.
     *
     * @param name for messages
     * @param firstRow the number of the column's first row within its split, from 0, for messages
     * @throws ConnectorException VALUE_REFUSED, naming column, row and value
     */
    public final Column apply(Column column, String name, long firstRow) {
        return apply(column, (row, reason) -> {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED, "column '" + name + "', row " + (firstRow + row + 1) + ": " + reason);
        });
    }

    /** Casts a column; in place of a value that doesn't fit there is a null, unless the consumer throws. */
    public abstract Column apply(Column column, Refusals refusals);

    /** Is told of values that don't fit. */
    @FunctionalInterface
    public interface Refusals {
        /**
         * @param row in the column, from 0
         * @param reason with the value, for people
         */
        void refused(int row, String reason);
    }

    private static boolean keepsStorage(Type from, Type to) {
        if (from.equals(to)) {
            return true;
        }
        return switch (to) {
            case Type.Text text ->
                text.maxLength() == Type.Text.UNLIMITED
                        && (from instanceof Type.Text
                                || from == Type.JSON
                                || from == Type.NUMERIC
                                || from == Type.INTERVAL);
            case Type.Simple.INT16 -> from == Type.INT8;
            case Type.Simple.INT32 -> from == Type.INT8 || from == Type.INT16;
            case Type.Time(int precision) -> from instanceof Type.Time time && time.precision() <= precision;
            case Type.Timestamp(int precision) ->
                from instanceof Type.Timestamp clock && widens(clock.precision(), precision);
            case Type.TimestampTz(int precision) ->
                from instanceof Type.TimestampTz instant && widens(instant.precision(), precision);
            case Type.Decimal(int precision, int scale) ->
                from instanceof Type.Decimal decimal
                        && decimal.scale() == scale
                        && decimal.precision() <= precision
                        && Type.Storage.of(from) == Type.Storage.of(to);
            default -> false;
        };
    }

    /** Whether a longer fraction has the same storage: microseconds up to 6 digits, nanoseconds above. */
    private static boolean widens(int from, int to) {
        return from <= to && from <= 6 == to <= 6;
    }

    private enum Kind {
        NUMBER,
        TIME,
        CLOCK,
        INSTANT,
        OTHER;

        static Kind of(Type type) {
            return switch (type) {
                case Type.Simple.INT8,
                        Type.Simple.INT16,
                        Type.Simple.INT32,
                        Type.Simple.INT64,
                        Type.Simple.FLOAT32,
                        Type.Simple.FLOAT64,
                        Type.Simple.NUMERIC -> NUMBER;
                case Type.Decimal decimal -> NUMBER;
                case Type.Time time -> TIME;
                case Type.Timestamp timestamp -> CLOCK;
                case Type.TimestampTz timestamp -> INSTANT;
                default -> OTHER;
            };
        }
    }

    private static final class Same extends Cast {
        @Override
        public Column apply(Column column, Refusals refusals) {
            return column;
        }
    }

    /** The shortest text of a float is that of another double. */
    private static final class Widened extends Cast {
        @Override
        public Column apply(Column column, Refusals refusals) {
            return ((FloatColumn) column).toDoubles();
        }
    }

    private static final class ThroughText extends Cast {
        private static final int SHOWN = 80;

        private final Type from;
        private final Type to;
        private final ByteSink text = new ByteSink(64);

        ThroughText(Type from, Type to) {
            this.from = from;
            this.to = to;
        }

        @Override
        public Column apply(Column column, Refusals refusals) {
            ColumnBuilder target = ColumnBuilder.of(to, column.size());
            boolean toJson = to == Type.JSON && Type.isNested(from);
            ValueWriter writer = toJson ? JsonWriter.of(from)::write : ValueWriter.of(from);
            ValueParser parser = ValueParser.of(to);
            for (int row = 0; row < column.size(); row++) {
                if (column.isNull(row)) {
                    target.appendNull();
                    continue;
                }
                text.clear();
                writer.write(column, row, text);
                int length = text.length();
                if (!parser.parse(text.array(), 0, length, target)) {
                    adapt();
                    if (!parser.parse(text.array(), 0, text.length(), target)) {
                        refusals.refused(row, reason());
                        target.appendNull();
                    }
                }
            }
            return target.build();
        }

        /** Rewrites the text where the target spells the same value otherwise. */
        private void adapt() {
            if (Kind.of(from) == Kind.NUMBER && Kind.of(to) == Kind.NUMBER) {
                plainNumber();
            } else if (from == Type.BOOLEAN) {
                byte digit = (byte) (text.array()[0] == 't' ? '1' : '0');
                text.clear();
                text.write(digit);
            } else if (from == Type.DATE) {
                text.writeAscii("T00:00:00");
            } else if (to == Type.DATE) {
                dropMidnight();
            }
        }

        /** 1.0E10 and 10.00 become 10000000000 and 10. */
        private void plainNumber() {
            String written = text.toString();
            if (written.endsWith("N") || written.endsWith("y")) {
                return;
            }
            java.math.BigDecimal number = new java.math.BigDecimal(written).stripTrailingZeros();
            text.clear();
            text.writeAscii(number.toPlainString());
        }

        private void dropMidnight() {
            String midnight = "T00:00:00";
            if (text.toString().endsWith(midnight)) {
                text.setLength(text.length() - midnight.length());
            }
        }

        private String reason() {
            String value = text.toString();
            String shown = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
            return "'" + shown + "' (" + from + ") doesn't fit " + to + "; choose a wider type under columns";
        }
    }
}
