package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Optional;

/**
 * How values get into a column that exists. Binary COPY wants exactly the column's type, and rounds decimals and
 * fractions of a second without a word: where the column is narrower, values are converted (and checked) before.
 */
final class ExistingColumn {
    private ExistingColumn() {}

    /** Empty where the column can't hold the field's values. */
    static Optional<NativeType> accept(Field field, TableColumn column) {
        Type from = field.type();
        Type to = column.type();
        String ddl = stagingType(column);
        if (from.equals(to) || widens(from, to)) {
            return Optional.of(new NativeType(ddl, from, NativeTypes.loss(from)));
        }
        if (Type.isNested(from)) {
            boolean asJson = to == Type.JSON || to instanceof Type.Text;
            return asJson ? Optional.of(NativeType.of(ddl, to)) : Optional.empty();
        }
        if (Type.isNested(to)) {
            return Optional.empty();
        }
        if (to instanceof Type.Text(int length)) {
            String loss =
                    length == Type.Text.UNLIMITED ? "" : "texts of more than " + length + " characters are refused";
            return Optional.of(new NativeType(ddl, from instanceof Type.Text ? Type.STRING : to, loss));
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

    /** What has no binary form of ours is staged as text; the publishing statement casts it. */
    private static String stagingType(TableColumn column) {
        boolean text = column.type() instanceof Type.Text && !NativeTypes.isPlainText(column.nativeType());
        boolean texts = column.type() instanceof Type.ListOf(Type element)
                && element instanceof Type.Text
                && !NativeTypes.isPlainText(column.nativeType());
        return text ? "text" : texts ? "text[]" : column.nativeType();
    }

    /** Where each value of one type is a value of the other, and the encoder can write it as such. */
    private static boolean widens(Type from, Type to) {
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
            case Type.Time(int precision) -> to instanceof Type.Time time && time.precision() >= Math.min(precision, 6);
            case Type.Timestamp(int precision) ->
                to instanceof Type.Timestamp clock && clock.precision() >= Math.min(precision, 6);
            case Type.TimestampTz(int precision) ->
                to instanceof Type.TimestampTz instant && instant.precision() >= Math.min(precision, 6);
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
