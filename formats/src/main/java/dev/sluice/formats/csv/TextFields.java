package dev.sluice.formats.csv;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import java.util.Arrays;

/**
 * Fields of texts. They lie end to end, so what must be quoted is looked for in all of them at once, and most are copied
 * without another look.
 */
final class TextFields extends ColumnText {
    private final Quoting quoting;
    private final boolean always;
    /** The lengths of the fields: of one that is quoted always more than that of its text. */
    private final int[] measured;

    TextFields(Dialect dialect, byte[] end, int capacity) {
        super(dialect, end);
        this.quoting = new Quoting(dialect);
        this.always = dialect.quotesAll();
        this.measured = new int[capacity];
    }

    @Override
    long measure(Column column, int from, int to, int[] lengths) {
        BytesColumn values = (BytesColumn) column;
        for (int row = from; row < to; row++) {
            int length = values.length(row);
            if (values.isNull(row)) {
                length = nullText.length;
            } else if (always || isMistakable(values, row)) {
                length = quoting.quotedLength(values.bytes(), values.start(row), length);
            }
            measured[row - from] = length;
        }
        if (!always) {
            measureQuoted(values, from, to);
        }
        long sum = 0;
        for (int row = 0; row < to - from; row++) {
            lengths[row] += measured[row];
            sum += measured[row];
        }
        return sum;
    }

    /** Whether it would be read as NULL without quotes. */
    private boolean isMistakable(BytesColumn values, int row) {
        int length = values.length(row);
        int start = values.start(row);
        return length == 0
                || length == nullText.length
                        && Arrays.equals(values.bytes(), start, start + length, nullText, 0, length);
    }

    private void measureQuoted(BytesColumn values, int from, int to) {
        byte[] bytes = values.bytes();
        int[] offsets = values.offsets();
        int row = from;
        int last = offsets[to];
        int special = quoting.indexOfSpecial(bytes, offsets[from], last);
        while (special >= 0) {
            while (offsets[row + 1] <= special) {
                row++;
            }
            measured[row - from] = quoting.quotedLength(bytes, offsets[row], offsets[row + 1] - offsets[row]);
            row++;
            special = quoting.indexOfSpecial(bytes, offsets[row], last);
        }
    }

    @Override
    void put(Column column, int from, int to, int[] at, byte[] target) {
        BytesColumn values = (BytesColumn) column;
        byte[] bytes = values.bytes();
        int[] offsets = values.offsets();
        for (int row = from; row < to; row++) {
            int position = at[row - from];
            int start = offsets[row];
            int length = offsets[row + 1] - start;
            int field = measured[row - from];
            if (values.isNull(row)) {
                at[row - from] = putNull(target, position);
                continue;
            }
            if (field == length) {
                Quoting.copy(bytes, start, target, position, length);
            } else {
                quoting.putQuoted(bytes, start, length, target, position);
            }
            at[row - from] = endField(target, position + field);
        }
    }
}
