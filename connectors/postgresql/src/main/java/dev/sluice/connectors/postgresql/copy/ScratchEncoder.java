package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.text.ByteSink;

/** Types whose length shows only once a value is encoded: encodes when measuring, and copies when writing. */
abstract class ScratchEncoder extends ColumnEncoder {
    final ByteSink scratch = new ByteSink(4096);
    private int[] ends = new int[0];

    abstract boolean isNull(int row);

    /** Appends the value, without its length, to the scratch. */
    abstract void encode(int row);

    @Override
    final void measure(int from, int count, int[] sizes) {
        if (ends.length < count) {
            ends = new int[count];
        }
        scratch.clear();
        int start = 0;
        for (int i = 0; i < count; i++) {
            if (!isNull(from + i)) {
                encode(from + i);
            }
            int end = scratch.length();
            ends[i] = end;
            sizes[i] += 4 + end - start;
            start = end;
        }
    }

    @Override
    final void write(int from, int count, byte[] out, int[] positions) {
        byte[] encoded = scratch.array();
        int start = 0;
        for (int i = 0; i < count; i++) {
            int at = positions[i];
            int length = ends[i] - start;
            if (isNull(from + i)) {
                Wire.putInt(out, at, Wire.NULL);
            } else {
                Wire.putInt(out, at, length);
                System.arraycopy(encoded, start, out, at + 4, length);
            }
            positions[i] = at + 4 + length;
            start = ends[i];
        }
    }
}
