package dev.sluice.formats.parquet;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.StructColumn;
import java.io.IOException;
import java.util.List;

/** A column of the schema on its way into leaf columns: takes a batch's column apart by levels. */
sealed interface ColumnNode {
    String path();

    boolean nullable();

    /** Writes what the slots refer to in a column. */
    void write(Column column, Slots slots) throws IOException;

    /** Writes a column of the batch itself. */
    default void writeRows(Column column) throws IOException {
        write(column, Slots.rows(column.size()));
    }

    /** The slots at which the column has a value. */
    default Slots present(Column column, Slots slots) {
        if (nullable()) {
            return slots.optional(column.nulls());
        }
        requireNoNulls(column, slots);
        return slots;
    }

    private void requireNoNulls(Column column, Slots slots) {
        for (int slot = 0; column.hasNulls() && slot < slots.count(); slot++) {
            if (slots.index()[slot] >= 0 && column.isNull(slots.index()[slot])) {
                throw new ConnectorException(
                        ErrorCode.VALUE_REFUSED,
                        "column '" + path() + "' is declared without nulls but holds one; declare it nullable");
            }
        }
    }

    /** A column of values. */
    record Values(String path, boolean nullable, ChunkWriter chunk) implements ColumnNode {
        @Override
        public void write(Column column, Slots slots) throws IOException {
            chunk.append(column, present(column, slots));
        }

        @Override
        public void writeRows(Column column) throws IOException {
            if (nullable || !column.hasNulls()) {
                chunk.append(column);
            } else {
                write(column, Slots.rows(column.size()));
            }
        }
    }

    /** A struct. */
    record Group(String path, boolean nullable, List<ColumnNode> children) implements ColumnNode {
        @Override
        public void write(Column column, Slots slots) throws IOException {
            Slots present = present(column, slots);
            for (int i = 0; i < children.size(); i++) {
                children.get(i).write(((StructColumn) column).child(i), present);
            }
        }
    }

    /**
     * A list or a map.
     *
     * @param depth how many lists there are on the path, this one included
     */
    record Repeated(String path, boolean nullable, int depth, ColumnNode element) implements ColumnNode {
        @Override
        public void write(Column column, Slots slots) throws IOException {
            ListColumn lists = (ListColumn) column;
            element.write(lists.elements(), present(column, slots).elements(lists, depth));
        }
    }
}
