package dev.sluice.formats.parquet;

import dev.hardwood.schema.ColumnSchema;

/**
 * The values of one leaf column in one batch, as the file holds them, with a slot for each null. The arrays are new ones
 * for each batch, and may be longer than {@link #size()}. Only what fits the column's physical type can be asked for.
 */
interface LeafValues {
    ColumnSchema schema();

    int size();

    /** True where a value is null; null where none is. */
    boolean[] nulls();

    boolean[] booleans();

    int[] ints();

    long[] longs();

    float[] floats();

    double[] doubles();

    /** Values of bytes end to end, the twelve of an INT96 too. */
    byte[] bytes();

    /** Where each value starts in {@link #bytes()}, and in slot {@link #size()} where the last one ends. */
    int[] offsets();

    /** How deep the path to each slot is; for columns in structs and lists only. */
    int[] definitionLevels();

    /** In which list each slot goes on; null where the column is in none. */
    int[] repetitionLevels();
}
