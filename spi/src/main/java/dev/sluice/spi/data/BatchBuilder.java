package dev.sluice.spi.data;

import java.util.ArrayList;
import java.util.List;

/** The column builders of one schema. Append a value to each column per row; not thread-safe. */
public final class BatchBuilder {
    /** As many values there is room for at first: thousands of columns would take more than the batches they are for. */
    private static final int INITIAL_VALUES = 128 << 10;

    private final Schema schema;
    private final List<ColumnBuilder> builders;

    /**
     * @param capacity the number of rows there is room for before the columns grow; fewer where there are many columns
     */
    public BatchBuilder(Schema schema, int capacity) {
        this.schema = schema;
        int room = Math.max(1, Math.min(capacity, INITIAL_VALUES / Math.max(1, schema.size())));
        this.builders = schema.fields().stream()
                .map(field -> ColumnBuilder.of(field.type(), room))
                .toList();
    }

    public Schema schema() {
        return schema;
    }

    public ColumnBuilder column(int index) {
        return builders.get(index);
    }

    /** The number of rows that all columns have a value for. */
    public int rowCount() {
        return builders.isEmpty() ? 0 : builders.getLast().size();
    }

    /** The heap that the rows so far take, in bytes. */
    public long sizeInBytes() {
        long bytes = 0;
        for (ColumnBuilder builder : builders) {
            bytes += builder.sizeInBytes();
        }
        return bytes;
    }

    /** Hands over the rows collected so far and starts anew. */
    public RecordBatch build() {
        int rows = rowCount();
        List<Column> columns = new ArrayList<>(builders.size());
        for (ColumnBuilder builder : builders) {
            columns.add(builder.build());
        }
        return new RecordBatch(schema, rows, columns);
    }
}
