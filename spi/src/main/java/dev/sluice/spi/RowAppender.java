package dev.sluice.spi;

import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;

/**
 * Appends rows value by value: {@code rows.set(0, id).set(1, name).end()}. A column that is not set is null. Not
 * thread-safe.
 */
public final class RowAppender {
    private static final int INITIAL_ROWS = 1024;

    private final BatchOutput output;
    private final Schema schema;
    private final BatchBuilder builder;
    private int rows;

    RowAppender(BatchOutput output) {
        this.output = output;
        this.schema = output.schema();
        this.builder = new BatchBuilder(
                schema, Math.min(INITIAL_ROWS, output.batchSize().maxRows()));
    }

    /**
     * Sets a column of the current row.
     *
     * @param value of the class that {@link Values} names for the column's type, or null
     * @throws IllegalArgumentException where the column can't hold the value exactly, or was set already
     */
    public RowAppender set(int column, Object value) {
        Values.append(schema.type(column), free(column), value);
        return this;
    }

    /** The same without boxing. */
    public RowAppender set(int column, long value) {
        ColumnBuilder target = free(column);
        if (target instanceof LongColumn.Builder longs && schema.type(column) == Type.INT64) {
            longs.append(value);
        } else if (target instanceof IntColumn.Builder ints
                && schema.type(column) == Type.INT32
                && value == (int) value) {
            ints.append((int) value);
        } else {
            Values.append(schema.type(column), target, value);
        }
        return this;
    }

    /** The same without boxing. */
    public RowAppender set(int column, double value) {
        if (free(column) instanceof DoubleColumn.Builder doubles) {
            doubles.append(value);
        } else {
            Values.append(schema.type(column), builder.column(column), value);
        }
        return this;
    }

    /** The same without boxing. */
    public RowAppender set(int column, boolean value) {
        if (free(column) instanceof BooleanColumn.Builder booleans) {
            booleans.append(value);
        } else {
            Values.append(schema.type(column), builder.column(column), value);
        }
        return this;
    }

    /** Ends the row. */
    public void end() throws InterruptedException {
        rows++;
        for (int i = 0; i < schema.size(); i++) {
            if (builder.column(i).size() < rows) {
                builder.column(i).appendNull();
            }
        }
        if (output.batchSize().isFull(rows, builder.sizeInBytes())) {
            flush();
        }
    }

    void flush() throws InterruptedException {
        if (rows > 0) {
            rows = 0;
            output.emit(builder.build());
        }
    }

    private ColumnBuilder free(int column) {
        ColumnBuilder target = builder.column(column);
        if (target.size() > rows) {
            throw new IllegalArgumentException("column '" + schema.field(column).name() + "' is set twice in one row");
        }
        return target;
    }
}
