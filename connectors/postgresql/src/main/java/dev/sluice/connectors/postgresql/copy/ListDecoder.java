package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.ListColumn;

/** Arrays of one dimension; the lower bound is not kept. */
final class ListDecoder extends ColumnDecoder {
    private static final int HEADER = 12;
    private static final int PER_DIMENSION = 8;

    private final ListColumn.Builder target;
    private final ColumnDecoder elements;
    private final byte[][] oneRow = new byte[1][];
    private final int[] onePosition = new int[1];

    ListDecoder(ListColumn.Builder target, ColumnDecoder elements) {
        this.target = target;
        this.elements = elements;
    }

    @Override
    void decode(byte[][] rows, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            byte[] row = rows[i];
            int at = positions[i];
            int length = Wire.intAt(row, at);
            at += 4;
            if (length == Wire.NULL) {
                target.appendNull();
            } else {
                decodeArray(row, at, i);
                at += length;
            }
            positions[i] = at;
        }
        oneRow[0] = null;
    }

    private void decodeArray(byte[] row, int at, int rowInBlock) {
        int dimensions = Wire.intAt(row, at);
        if (dimensions > 1) {
            throw new RefusedValue(
                    rowInBlock,
                    "an array of " + dimensions + " dimensions",
                    "a list has one dimension",
                    "select the column with a cast, such as to_jsonb(column) or column::text");
        }
        int size = dimensions == 0 ? 0 : Wire.intAt(row, at + HEADER);
        oneRow[0] = row;
        onePosition[0] = at + HEADER + PER_DIMENSION;
        for (int i = 0; i < size; i++) {
            try {
                elements.decode(oneRow, onePosition, 1);
            } catch (RefusedValue e) {
                throw e.at(rowInBlock);
            }
        }
        target.endList();
    }
}
