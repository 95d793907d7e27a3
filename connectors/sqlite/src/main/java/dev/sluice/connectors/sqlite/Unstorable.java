package dev.sluice.connectors.sqlite;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.RecordBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * A value that SQLite would store as another without a word.
 *
 * @param row in its batch, from 0
 */
record Unstorable(int column, int row, String reason) {
    private static final String KEY = "a primary key can't be null";
    private static final String NAN = "SQLite can't store NaN: filter these rows out, or cast the column to string";

    /**
     * Looks for them in a column of a batch.
     *
     * @param isRowid whether NULL would become a number that is free; NaN would become NULL
     */
    static List<Unstorable> find(RecordBatch batch, int index, boolean isRowid) {
        Column column = batch.column(index);
        return switch (column) {
            case DoubleColumn doubles -> {
                double[] values = doubles.values();
                yield all(column, row -> Double.isNaN(values[row]) && !column.isNull(row), index, NAN);
            }
            case FloatColumn floats -> {
                float[] values = floats.values();
                yield all(column, row -> Float.isNaN(values[row]) && !column.isNull(row), index, NAN);
            }
            default -> isRowid && column.hasNulls() ? all(column, column::isNull, index, KEY) : List.of();
        };
    }

    private static List<Unstorable> all(Column column, IntPredicate isIt, int index, String reason) {
        List<Unstorable> found = List.of();
        for (int row = 0; row < column.size(); row++) {
            if (isIt.test(row)) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(new Unstorable(index, row, reason));
            }
        }
        return found;
    }
}
