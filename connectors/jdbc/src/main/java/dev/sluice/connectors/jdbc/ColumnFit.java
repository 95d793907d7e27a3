package dev.sluice.connectors.jdbc;

import dev.sluice.spi.data.Type;
import java.util.Optional;

/**
 * Whether and how values of one type go into a column that exists with another, without loss: as they are where each is a
 * value of the column's type, converted and checked one by one where some are.
 */
public final class ColumnFit {
    private final int maxSecondDigits;

    /**
     * @param maxSecondDigits how many digits of a second the database keeps at most; what has more is refused anyway
     */
    public ColumnFit(int maxSecondDigits) {
        this.maxSecondDigits = maxSecondDigits;
    }

    /**
     * How values are written to a column.
     *
     * @param ddl the type of the column they are staged in
     * @param loss what that can't keep of the values' own type
     * @return empty where the column can't hold them
     */
    public Optional<NativeType> of(Type from, TableColumn column, String ddl, String loss) {
        Type to = column.type();
        if (from.equals(to) || widens(from, to)) {
            return Optional.of(new NativeType(ddl, from, loss));
        }
        if (Type.isNested(from)) {
            boolean asJson = to == Type.JSON || to instanceof Type.Text;
            return asJson ? Optional.of(NativeType.of(ddl, to)) : Optional.empty();
        }
        if (Type.isNested(to)) {
            return Optional.empty();
        }
        if (to instanceof Type.Text(int length)) {
            String cut =
                    length == Type.Text.UNLIMITED ? "" : "texts of more than " + length + " characters are refused";
            boolean within = from instanceof Type.Text(int own) && own != Type.Text.UNLIMITED && own <= length;
            Type accepted = within ? from : from instanceof Type.Text ? Type.STRING : to;
            return Optional.of(new NativeType(ddl, accepted, cut));
        }
        boolean converts = from instanceof Type.Text
                || isNumber(from) && isNumber(to)
                || from instanceof Type.Time && to instanceof Type.Time
                || from instanceof Type.Timestamp && (to instanceof Type.Timestamp || to == Type.DATE)
                || from == Type.DATE && to instanceof Type.Timestamp
                || from instanceof Type.TimestampTz && to instanceof Type.TimestampTz;
        return converts
                ? Optional.of(new NativeType(
                        ddl, to, "values that are not exactly a " + column.nativeType() + " are refused"))
                : Optional.empty();
    }

    /** Where each value of one type is a value of the other. */
    private boolean widens(Type from, Type to) {
        return switch (from) {
            case Type.Simple.INT8 -> to == Type.INT16 || to == Type.INT32 || to == Type.INT64 || to == Type.NUMERIC;
            case Type.Simple.INT16 -> to == Type.INT32 || to == Type.INT64 || to == Type.NUMERIC;
            case Type.Simple.INT32 -> to == Type.INT64 || to == Type.NUMERIC;
            case Type.Simple.INT64 -> to == Type.NUMERIC;
            case Type.Decimal(int precision, int scale) ->
                to == Type.NUMERIC
                        || to instanceof Type.Decimal wide
                                && wide.scale() >= scale
                                && wide.precision() - wide.scale() >= precision - scale;
            case Type.Text text -> to.equals(Type.STRING);
            case Type.Time(int precision) ->
                to instanceof Type.Time time && time.precision() >= Math.min(precision, maxSecondDigits);
            case Type.Timestamp(int precision) ->
                to instanceof Type.Timestamp clock && clock.precision() >= Math.min(precision, maxSecondDigits);
            case Type.TimestampTz(int precision) ->
                to instanceof Type.TimestampTz instant && instant.precision() >= Math.min(precision, maxSecondDigits);
            default -> false;
        };
    }

    private static boolean isNumber(Type type) {
        return switch (type) {
            case Type.Simple.INT8,
                    Type.Simple.INT16,
                    Type.Simple.INT32,
                    Type.Simple.INT64,
                    Type.Simple.FLOAT32,
                    Type.Simple.FLOAT64,
                    Type.Simple.NUMERIC -> true;
            case Type.Decimal decimal -> true;
            default -> false;
        };
    }
}
