package dev.sluice.connectors.sqlite;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.RecordBatch;
import java.util.Optional;
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
     * Looks for the first in a column of a batch.
     *
     * @param isRowid whether NULL would become a number that is free; NaN would become NULL
     */
    static Optional<Unstorable> find(RecordBatch batch, int index, boolean isRowid) {
        Column column = batch.column(index);
        return switch (column) {
            case DoubleColumn doubles -> {
                double[] values = doubles.values();
                yield first(column, row -> Double.isNaN(values[row]) && !column.isNull(row), index, NAN);
            }
            case FloatColumn floats -> {
                float[] values = floats.values();
                yield first(column, row -> Float.isNaN(values[row]) && !column.isNull(row), index, NAN);
            }
            default -> isRowid && column.hasNulls() ? first(column, column::isNull, index, KEY) : Optional.empty();
        };
    }

    private static Optional<Unstorable> first(Column column, IntPredicate isIt, int index, String reason) {
        for (int row = 0; row < column.size(); row++) {
            if (isIt.test(row)) {
                return Optional.of(new Unstorable(index, row, reason));
            }
        }
        return Optional.empty();
    }
}
