package dev.sluice.spi.data;

import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Some rows of a stream, column by column: the unit that moves from a source to a destination. Immutable, and so safe to
 * share between threads. Typically a few thousand rows or a few megabytes.
 */
public final class RecordBatch {
    private final Schema schema;
    private final int rowCount;
    private final List<Column> columns;

    /**
     * @param columns one per field of the schema, in the storage of its type, each of {@code rowCount} values
     * @throws IllegalArgumentException where the numbers don't match
     */
    public RecordBatch(Schema schema, int rowCount, List<Column> columns) {
        this.schema = schema;
        this.rowCount = rowCount;
        this.columns = List.copyOf(columns);
        if (columns.size() != schema.size()) {
            throw new IllegalArgumentException(columns.size() + " columns for " + schema);
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).size() != rowCount) {
                throw new IllegalArgumentException("column '" + schema.field(i).name() + "' has "
                        + columns.get(i).size() + " values in a batch of " + rowCount + " rows");
            }
        }
    }

    public Schema schema() {
        return schema;
    }

    public int rowCount() {
        return rowCount;
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /** How much heap the values take, in bytes. */
    public long sizeInBytes() {
        long bytes = 0;
        for (Column column : columns) {
            bytes += column.sizeInBytes();
        }
        return bytes;
    }

    /** Some of the rows, in a batch of their own. */
    public RecordBatch select(int[] rows) {
        return new RecordBatch(
                schema,
                rows.length,
                columns.stream().map(column -> column.select(rows)).toList());
    }

    /** The batch without some of its rows; itself where these are none. */
    public RecordBatch without(BitSet rows) {
        if (rows.isEmpty()) {
            return this;
        }
        return select(IntStream.range(0, rowCount).filter(row -> !rows.get(row)).toArray());
    }

    @Override
    public String toString() {
        return "RecordBatch[" + rowCount + " rows of " + schema + "]";
    }
}
