package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.ColumnFit;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.oracle.load.NumberLimits;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Optional;

/** How values get into a column that exists: also into those that new columns of these types are made as. */
final class ExistingColumn {
    private static final ColumnFit FIT = new ColumnFit(NativeTypes.MAX_SECOND_DIGITS);

    private ExistingColumn() {}

    /** Empty where the column can't hold the field's values. */
    static Optional<NativeType> accept(Field field, TableColumn column, Release release) {
        if (ColumnType.isUnreadable(column.nativeType())) {
            return Optional.empty();
        }
        Type from = field.type();
        String ddl = column.nativeType();
        NativeType made = NativeTypes.column(field, release);
        Optional<NativeType> fit = FIT.of(from, column, ddl, made.loss());
        if (fit.isPresent() && NumberLimits.of(ddl).isPresent()) {
            return Optional.of(new NativeType(ddl, Type.NUMERIC, "numbers that " + ddl + " would round are refused"));
        }
        if (from == Type.BOOLEAN && isWhole(column.type())) {
            return Optional.of(new NativeType(ddl, from, "true is written as 1, false as 0"));
        }
        if (from == Type.DATE && column.type() instanceof Type.Timestamp) {
            return Optional.of(new NativeType(ddl, from, made.loss()));
        }
        if (holdsWholeNumbers(from, column.type())) {
            return Optional.of(new NativeType(ddl, from, made.loss()));
        }
        return fit;
    }

    private static boolean isWhole(Type type) {
        return type == Type.NUMERIC || type instanceof Type.Decimal decimal && decimal.scale() == 0;
    }

    /** Every whole number is a NUMBER here, with as many digits as the integer type may have. */
    private static boolean holdsWholeNumbers(Type from, Type to) {
        int digits = digits(from);
        return digits > 0 && to instanceof Type.Decimal decimal && decimal.precision() - decimal.scale() >= digits;
    }

    private static int digits(Type type) {
        return switch (type) {
            case Type.Simple.INT8 -> 3;
            case Type.Simple.INT16 -> 5;
            case Type.Simple.INT32 -> 10;
            case Type.Simple.INT64 -> 19;
            default -> 0;
        };
    }
}
