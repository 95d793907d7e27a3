package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.ColumnFit;
import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Optional;

/** How values get into a column that exists: also into those that new columns of these types are made as. */
final class ExistingColumn {
    private static final ColumnFit FIT = new ColumnFit(NativeTypes.MAX_SECOND_DIGITS);

    private ExistingColumn() {}

    /** Empty where the column can't hold the field's values. */
    static Optional<NativeType> accept(Field field, TableColumn column, boolean mariaDb) {
        Type from = field.type();
        String ddl = column.nativeType();
        NativeType made = NativeTypes.column(field, mariaDb);
        boolean clock = from instanceof Type.TimestampTz(int digits)
                && column.type() instanceof Type.Timestamp(int kept)
                && kept >= Math.min(digits, NativeTypes.MAX_SECOND_DIGITS);
        boolean time = from instanceof Type.Time && column.type() == Type.INTERVAL;
        boolean switched = from == Type.BOOLEAN && isInteger(column.type());
        if (clock || time) {
            return Optional.of(new NativeType(ddl, from, made.loss()));
        }
        if (switched) {
            return Optional.of(new NativeType(ddl, from, "true is written as 1, false as 0"));
        }
        return FIT.of(from, column, ddl, made.loss());
    }

    private static boolean isInteger(Type type) {
        return type == Type.INT8 || type == Type.INT16 || type == Type.INT32 || type == Type.INT64;
    }
}
