package dev.sluice.connectors.storage;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.ListColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.StructColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Copies some rows of columns, in any order. */
final class RowSelection {
    private RowSelection() {}

    /**
     * A batch of some rows and columns.
     *
     * @param columns positions of the columns of {@code schema} in the batch
     */
    static RecordBatch select(RecordBatch batch, Schema schema, int[] columns, int[] rows) {
        List<Column> selected = new ArrayList<>(columns.length);
        for (int column : columns) {
            selected.add(select(batch.column(column), rows));
        }
        return new RecordBatch(schema, rows.length, selected);
    }

    /** A batch of consecutive rows. */
    static RecordBatch slice(RecordBatch batch, int from, int count) {
        if (from == 0 && count == batch.rowCount()) {
            return batch;
        }
        int[] rows = range(from, count);
        List<Column> columns = new ArrayList<>(batch.columns().size());
        for (Column column : batch.columns()) {
            columns.add(select(column, rows));
        }
        return new RecordBatch(batch.schema(), count, columns);
    }

    private static int[] range(int from, int count) {
        int[] rows = new int[count];
        Arrays.setAll(rows, i -> from + i);
        return rows;
    }

    private static Column select(Column column, int[] rows) {
        int size = rows.length;
        boolean[] nulls = column.nulls() == null ? null : booleans(column.nulls(), rows);
        return switch (column) {
            case BooleanColumn values -> new BooleanColumn(size, booleans(values.values(), rows), nulls);
            case IntColumn values -> new IntColumn(size, ints(values.values(), rows), nulls);
            case LongColumn values -> new LongColumn(size, longs(values.values(), rows), nulls);
            case FloatColumn values -> {
                float[] selected = new float[size];
                for (int i = 0; i < size; i++) {
                    selected[i] = values.values()[rows[i]];
                }
                yield new FloatColumn(size, selected, nulls);
            }
            case DoubleColumn values -> {
                double[] selected = new double[size];
                for (int i = 0; i < size; i++) {
                    selected[i] = values.values()[rows[i]];
                }
                yield new DoubleColumn(size, selected, nulls);
            }
            case Int128Column values ->
                new Int128Column(size, longs(values.high(), rows), longs(values.low(), rows), nulls);
            case NanoTimestampColumn values -> {
                long[] micros = new long[size];
                short[] nanos = new short[size];
                for (int i = 0; i < size; i++) {
                    micros[i] = values.micros(rows[i]);
                    nanos[i] = (short) values.nanos(rows[i]);
                }
                yield new NanoTimestampColumn(size, micros, nanos, nulls);
            }
            case BytesColumn values -> bytes(values, rows, nulls);
            case ListColumn values -> lists(values, rows, nulls);
            case StructColumn values ->
                new StructColumn(
                        size,
                        values.children().stream()
                                .map(child -> select(child, rows))
                                .toList(),
                        nulls);
        };
    }

    private static boolean[] booleans(boolean[] values, int[] rows) {
        boolean[] selected = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }

    private static int[] ints(int[] values, int[] rows) {
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }

    private static long[] longs(long[] values, int[] rows) {
        long[] selected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = values[rows[i]];
        }
        return selected;
    }

    private static BytesColumn bytes(BytesColumn values, int[] rows, boolean[] nulls) {
        int[] offsets = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            offsets[i + 1] = offsets[i] + values.length(rows[i]);
        }
        byte[] selected = new byte[offsets[rows.length]];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(values.bytes(), values.start(rows[i]), selected, offsets[i], values.length(rows[i]));
        }
        return new BytesColumn(rows.length, selected, offsets, nulls);
    }

    private static ListColumn lists(ListColumn values, int[] rows, boolean[] nulls) {
        int[] offsets = new int[rows.length + 1];
        for (int i = 0; i < rows.length; i++) {
            offsets[i + 1] = offsets[i] + values.end(rows[i]) - values.start(rows[i]);
        }
        int[] elements = new int[offsets[rows.length]];
        for (int i = 0; i < rows.length; i++) {
            int start = values.start(rows[i]);
            for (int at = offsets[i]; at < offsets[i + 1]; at++) {
                elements[at] = start + at - offsets[i];
            }
        }
        return new ListColumn(rows.length, offsets, select(values.elements(), elements), nulls);
    }
}
