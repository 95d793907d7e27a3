package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;

/**
 * Encodes one column of a block of rows at a time, in two passes: all columns say how long their fields are, from which
 * follows where each row starts, then each writes its fields into the rows. So each type has small loops of its own, and
 * nothing is moved to interleave the columns.
 */
abstract class ColumnEncoder {
    /**
     * Takes the column that the next calls are about.
     *
     * @throws RefusedValue where the server could not hold a value
     */
    abstract void bind(Column column);

    /**
     * Adds the length of each field, its four length bytes included.
     *
     * @param from the first row
     * @param sizes one per row, from 0
     * @throws RefusedValue with the row's position in the batch
     */
    abstract void measure(int from, int count, int[] sizes);

    /**
     * Writes each field.
     *
     * @param positions where to write, one per row; moved on behind the field
     */
    abstract void write(int from, int count, byte[] out, int[] positions);
}
