package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.Type;

/** The values of one column as records have them. Column by column: a loop per type, and no call for each value. */
public abstract class ColumnEncoder {
    /** What each value of the slice is stored as. */
    final int[] types = new int[RecordEncoder.SLICE_ROWS];

    /** Which values are null, or null where none is. */
    private boolean[] nulls;

    /**
     * How values of a type are stored: booleans as 0 and 1, numbers as such, binary as BLOB, all else as text.
     *
     * @param realAffinity whether the column's affinity is REAL, which stores integral numbers as integers where these are
     *     shorter
     */
    public static ColumnEncoder of(Type type, boolean realAffinity, TextEncoding encoding) {
        return switch (type) {
            case Type.Simple.BOOLEAN, Type.Simple.INT8, Type.Simple.INT16, Type.Simple.INT32, Type.Simple.INT64 ->
                new IntegerEncoder();
            case Type.Simple.FLOAT32, Type.Simple.FLOAT64 -> new RealEncoder(realAffinity);
            case Type.Simple.BINARY -> new BytesEncoder(SerialType.FIRST_BLOB);
            default -> new TextEncoder(type, encoding);
        };
    }

    /** Encodes from this column from now on. */
    final void take(Column column) {
        nulls = column.nulls();
        takeValues(column);
    }

    /** Finds out how each value is stored, and adds what that takes to the lengths of the records. */
    final void measure(int from, int to, int[] headers, long[] bodies) {
        classify(from, to);
        for (int row = from; row < to; row++) {
            int i = row - from;
            if (nulls != null && nulls[row]) {
                types[i] = SerialType.NULL;
            }
            headers[i] += Varint.length(types[i]);
            bodies[i] += SerialType.length(types[i]);
        }
    }

    /** Writes the types to the headers, and moves the positions on. */
    final void writeTypes(int count, byte[] out, int[] at) {
        for (int i = 0; i < count; i++) {
            at[i] = Varint.write(out, at[i], types[i]);
        }
    }

    abstract void takeValues(Column column);

    /** Sets the types; those of nulls don't matter. */
    abstract void classify(int from, int to);

    /** Writes the values from a row on to the records, and moves the positions on. */
    abstract void writeValues(int from, int count, byte[] out, int[] at);
}
