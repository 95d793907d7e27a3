package dev.sluice.connectors.postgresql.copy;

/** Types whose fields are all of one length, unless null. */
abstract class FixedWidthEncoder extends ColumnEncoder {
    private static final int LENGTH_BYTES = 4;

    final int width;
    boolean[] nulls;

    FixedWidthEncoder(int width) {
        this.width = width;
    }

    @Override
    final void measure(int from, int count, int[] sizes) {
        int size = LENGTH_BYTES + width;
        if (nulls == null) {
            for (int i = 0; i < count; i++) {
                sizes[i] += size;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            sizes[i] += nulls[from + i] ? LENGTH_BYTES : size;
        }
    }

    final boolean isNull(int row) {
        return nulls != null && nulls[row];
    }
}
