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
        // labels may be ones that only the column's own collation tells apart
        boolean labels =
                column.nativeType().startsWith("enum(") || column.nativeType().startsWith("set(");
        String ddl = column.nativeType() + (labels ? " COLLATE " + column.collation() : "");
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
        return FIT.of(from, column, ddl, made.loss()).map(type -> withPadding(type, from, column));
    }

    /** The server fills up and cuts such values without a word. */
    private static NativeType withPadding(NativeType type, Type from, TableColumn column) {
        String padding = "";
        if (from instanceof Type.Text && column.nativeType().startsWith("char(")) {
            padding = "spaces at the end aren't kept";
        } else if (from == Type.BINARY && column.nativeType().startsWith("binary(")) {
            padding = "shorter values are filled up with zeros";
        }
        String loss = type.loss().isEmpty() || padding.isEmpty() ? type.loss() + padding : type.loss() + "; " + padding;
        return new NativeType(type.ddl(), type.accepted(), loss);
    }

    private static boolean isInteger(Type type) {
        return type == Type.INT8 || type == Type.INT16 || type == Type.INT32 || type == Type.INT64;
    }
}
