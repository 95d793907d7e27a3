package dev.sluice.connectors.jdbc;

import dev.sluice.spi.data.Type;
import java.util.Optional;

/** Which type holds a column's values and a stream's, without loss of either. */
final class Widening {
    private Widening() {}

    /**
     * The type that a column has to get.
     *
     * @return empty where the column holds the values as it is, or no type holds both
     */
    static Optional<Type> of(Type column, Type incoming) {
        return both(column, incoming).filter(type -> !type.equals(column));
    }

    private static Optional<Type> both(Type column, Type incoming) {
        if (column.equals(incoming)) {
            return Optional.of(column);
        }
        if (column instanceof Type.Text(int length)) {
            boolean longer = length != Type.Text.UNLIMITED
                    && incoming instanceof Type.Text(int other)
                    && (other == Type.Text.UNLIMITED || other > length);
            return longer ? Optional.of(incoming) : Optional.empty();
        }
        if (isExact(column) && isExact(incoming)) {
            return Optional.of(exact(column, incoming));
        }
        return switch (incoming) {
            case Type.Simple.FLOAT64 -> {
                boolean exact =
                        column == Type.FLOAT32 || column == Type.INT8 || column == Type.INT16 || column == Type.INT32;
                yield exact ? Optional.of(incoming) : Optional.empty();
            }
            case Type.Timestamp(int digits) -> {
                boolean finer = column instanceof Type.Timestamp(int kept) && digits > kept;
                yield finer || column == Type.DATE ? Optional.of(incoming) : Optional.empty();
            }
            case Type.TimestampTz(int digits) ->
                column instanceof Type.TimestampTz(int kept) && digits > kept
                        ? Optional.of(incoming)
                        : Optional.empty();
            case Type.Time(int digits) ->
                column instanceof Type.Time(int kept) && digits > kept ? Optional.of(incoming) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static boolean isExact(Type type) {
        return wholeDigits(type) > 0 || type == Type.NUMERIC || type instanceof Type.Decimal;
    }

    private static Type exact(Type one, Type other) {
        if (one == Type.NUMERIC || other == Type.NUMERIC) {
            return Type.NUMERIC;
        }
        boolean integers = !(one instanceof Type.Decimal) && !(other instanceof Type.Decimal);
        if (integers) {
            return wholeDigits(one) >= wholeDigits(other) ? one : other;
        }
        int whole = Math.max(wholeDigits(one), wholeDigits(other));
        int scale = Math.max(scale(one), scale(other));
        return whole + scale <= Type.Decimal.MAX_PRECISION ? new Type.Decimal(whole + scale, scale) : Type.NUMERIC;
    }

    /** The digits before the point that a number may have; 0 for what isn't exact, or has no limit. */
    static int wholeDigits(Type type) {
        return switch (type) {
            case Type.Simple.INT8 -> 3;
            case Type.Simple.INT16 -> 5;
            case Type.Simple.INT32 -> 10;
            case Type.Simple.INT64 -> 19;
            case Type.Decimal(int precision, int scale) -> precision - scale;
            default -> 0;
        };
    }

    private static int scale(Type type) {
        return type instanceof Type.Decimal decimal ? decimal.scale() : 0;
    }
}
