package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ListColumn;
import java.util.Arrays;

/** Arrays of one dimension, with 1 as lower bound. */
final class ListEncoder extends ScratchEncoder {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;

    private final int elementOid;
    private final ColumnEncoder elements;
    private int[] sizes = new int[0];
    private ListColumn column;

    ListEncoder(int elementOid, ColumnEncoder elements) {
        this.elementOid = elementOid;
        this.elements = elements;
    }

    @Override
    void bind(Column bound) {
        column = (ListColumn) bound;
        try {
            elements.bind(column.elements());
        } catch (RefusedValue e) {
            int row = 0;
            while (column.end(row) <= e.row()) {
                row++;
            }
            throw e.at(row);
        }
    }

    @Override
    boolean isNull(int row) {
        return column.isNull(row);
    }

    @Override
    void encode(int row) {
        int first = column.start(row);
        int count = column.end(row) - first;
        boolean hasNulls = false;
        for (int i = first; i < first + count; i++) {
            hasNulls |= column.elements().isNull(i);
        }
        byte[] out = scratch.reserve(HEADER + DIMENSION);
        int at = scratch.length();
        Wire.putInt(out, at, count == 0 ? 0 : 1);
        Wire.putInt(out, at + 4, hasNulls ? 1 : 0);
        Wire.putInt(out, at + 8, elementOid);
        scratch.setLength(at + HEADER);
        if (count > 0) {
            Wire.putInt(out, at + HEADER, count);
            Wire.putInt(out, at + HEADER + 4, 1);
            scratch.setLength(at + HEADER + DIMENSION);
            encodeElements(row, first, count);
        }
    }

    private void encodeElements(int row, int first, int count) {
        if (sizes.length < count) {
            sizes = new int[Math.max(count, 2 * sizes.length)];
        }
        Arrays.fill(sizes, 0, count, 0);
        try {
            elements.measure(first, count, sizes);
            int end = scratch.length();
            for (int i = 0; i < count; i++) {
                int size = sizes[i];
                sizes[i] = end;
                end = Math.addExact(end, size);
            }
            elements.write(first, count, scratch.reserve(end - scratch.length()), sizes);
            scratch.setLength(end);
        } catch (RefusedValue e) {
            throw e.at(row);
        }
    }
}
