package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;

/** BLOBs, or texts in the database's encoding. */
class BytesEncoder extends ColumnEncoder {
    private final int firstType;
    private byte[] bytes;
    private int[] offsets;

    /** @param firstType the type of an empty value */
    BytesEncoder(int firstType) {
        this.firstType = firstType;
    }

    @Override
    void takeValues(Column column) {
        BytesColumn values = (BytesColumn) column;
        bytes = values.bytes();
        offsets = values.offsets();
    }

    @Override
    final void classify(int from, int to) {
        for (int row = from; row < to; row++) {
            // a longer one makes its record too long anyway
            int length = Math.min(offsets[row + 1] - offsets[row], RecordEncoder.LONGEST_RECORD);
            types[row - from] = firstType + 2 * length;
        }
    }

    @Override
    final void writeValues(int from, int count, byte[] out, int[] at) {
        for (int i = 0; i < count; i++) {
            int length = SerialType.length(types[i]);
            System.arraycopy(bytes, offsets[from + i], out, at[i], length);
            at[i] += length;
        }
    }
}
