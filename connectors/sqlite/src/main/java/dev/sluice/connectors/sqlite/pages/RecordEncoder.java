package dev.sluice.connectors.sqlite.pages;

import dev.sluice.spi.data.RecordBatch;
import java.util.List;

/**
 * Turns rows into records, some hundred at a time: each is a header with a type per value, then the values. Used by one
 * thread.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#record_format">Database File Format, 2.1</a>
 */
public final class RecordEncoder {
    /** SQLite refuses longer ones unless it was built to take them. */
    public static final int LONGEST_RECORD = 1_000_000_000;

    static final int SLICE_ROWS = 256;
    private static final int SLICE_BYTES = 1 << 20;

    private final ColumnEncoder[] columns;
    private final int[] headers = new int[SLICE_ROWS];
    private final long[] bodies = new long[SLICE_ROWS];
    private final int[] starts = new int[SLICE_ROWS + 1];
    private final int[] typesAt = new int[SLICE_ROWS];
    private final int[] valuesAt = new int[SLICE_ROWS];
    private byte[] bytes = new byte[SLICE_BYTES];
    private int rows;
    private int rowsAtOnce = SLICE_ROWS;

    public RecordEncoder(List<ColumnEncoder> columns) {
        this.columns = columns.toArray(ColumnEncoder[]::new);
    }

    /** Encodes rows of this batch from now on. */
    public void take(RecordBatch batch) {
        rows = batch.rowCount();
        for (int i = 0; i < columns.length; i++) {
            columns[i].take(batch.column(i));
        }
    }

    /**
     * Encodes the rows from one on, as many as are done at once.
     *
     * @return how many; 0 where the first is longer than {@link #LONGEST_RECORD}
     */
    public int encode(int from) {
        int count = place(measure(from));
        // rows that don't get a place are measured again
        rowsAtOnce = Math.clamp(2L * count, 1, SLICE_ROWS);
        for (ColumnEncoder column : columns) {
            column.writeTypes(count, bytes, typesAt);
            column.writeValues(from, count, bytes, valuesAt);
        }
        return count;
    }

    /** The records, one after the other; valid until the next are encoded. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a record starts, counting from the first one encoded. */
    public int start(int record) {
        return starts[record];
    }

    public int length(int record) {
        return starts[record + 1] - starts[record];
    }

    private int measure(int from) {
        int to = Math.min(rows, from + rowsAtOnce);
        int count = to - from;
        for (int i = 0; i < count; i++) {
            headers[i] = 0;
            bodies[i] = 0;
        }
        for (ColumnEncoder column : columns) {
            column.measure(from, to, headers, bodies);
        }
        return count;
    }

    /** Puts records one after the other until it is enough, and writes how long their headers are. */
    private int place(int count) {
        int placed = 0;
        long end = 0;
        while (placed < count && (end < SLICE_BYTES || placed == 0)) {
            long next = end + headerLength(headers[placed]) + bodies[placed];
            if (next > LONGEST_RECORD) {
                break;
            }
            end = next;
            starts[++placed] = (int) end;
        }
        makeRoom((int) end);
        for (int i = 0; i < placed; i++) {
            int headerLength = headerLength(headers[i]);
            typesAt[i] = Varint.write(bytes, starts[i], headerLength);
            valuesAt[i] = starts[i] + headerLength;
        }
        return placed;
    }

    /** A header's length counts itself. */
    private static int headerLength(int types) {
        int length = types + Varint.length(types);
        return types + Varint.length(length);
    }

    /** What a long record took isn't kept for short ones. */
    private void makeRoom(int length) {
        if (length > bytes.length || bytes.length > 2 * SLICE_BYTES && length <= SLICE_BYTES) {
            bytes = new byte[Math.max(length, SLICE_BYTES)];
        }
    }
}
