package dev.sluice.connectors.sqlite;

import java.sql.SQLException;

/**
 * The rows of the only table in the bytes of a database, without a call into SQLite for each.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#b_tree_pages">Database File Format, 1.6</a>
 */
final class TableImage {
    static final int PAGE_SIZE = 1 << 16;

    /** What is done with each row, in the order of the rowids. */
    interface RowConsumer {
        void accept(RecordRow row) throws SQLException, InterruptedException;
    }

    /** The first page has the schema, so the table that was made first begins at the second. */
    private static final int ROOT = 2;

    private static final int INTERIOR = 5;
    private static final int INTERIOR_HEADER = 12;
    private static final int LEAF_HEADER = 8;
    /** A longer record is cut off, and goes on elsewhere. */
    private static final int LONGEST_WHOLE = PAGE_SIZE - 35;

    private static final int LEAST_LOCAL = (PAGE_SIZE - 12) * 32 / 255 - 23;
    private static final int PER_OVERFLOW_PAGE = PAGE_SIZE - Integer.BYTES;

    private final byte[] image;
    private final RecordRow row;
    private int at;
    private long pages;

    TableImage(byte[] image, RecordRow row) {
        this.image = image;
        this.row = row;
    }

    /**
     * Hands out every row.
     *
     * @return the bytes of all pages that hold some of the table
     */
    long forEach(RowConsumer consumer) throws SQLException, InterruptedException {
        page(ROOT, consumer);
        return pages * PAGE_SIZE;
    }

    private void page(int number, RowConsumer consumer) throws SQLException, InterruptedException {
        pages++;
        int page = (number - 1) * PAGE_SIZE;
        boolean interior = image[page] == INTERIOR;
        int cells = twoBytes(page + 3);
        int pointers = page + (interior ? INTERIOR_HEADER : LEAF_HEADER);
        for (int i = 0; i < cells; i++) {
            int cell = page + twoBytes(pointers + 2 * i);
            if (interior) {
                page(fourBytes(cell), consumer);
            } else {
                cell(cell, consumer);
            }
        }
        if (interior) {
            page(fourBytes(page + 8), consumer);
        }
    }

    private void cell(int cell, RowConsumer consumer) throws SQLException, InterruptedException {
        at = cell;
        int length = (int) varint();
        long rowid = varint();
        if (length <= LONGEST_WHOLE) {
            row.start(image, at, rowid);
        } else {
            row.start(joined(at, length), 0, rowid);
        }
        consumer.accept(row);
    }

    private byte[] joined(int from, int length) {
        byte[] record = new byte[length];
        int local = LEAST_LOCAL + (length - LEAST_LOCAL) % PER_OVERFLOW_PAGE;
        int done = local <= LONGEST_WHOLE ? local : LEAST_LOCAL;
        System.arraycopy(image, from, record, 0, done);
        int next = fourBytes(from + done);
        while (done < length) {
            pages++;
            int page = (next - 1) * PAGE_SIZE;
            int count = Math.min(PER_OVERFLOW_PAGE, length - done);
            System.arraycopy(image, page + Integer.BYTES, record, done, count);
            done += count;
            next = fourBytes(page);
        }
        return record;
    }

    /** Seven bits per byte, the ninth byte whole. */
    private long varint() {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int next = image[at++];
            value = value << 7 | next & 0x7F;
            if (next >= 0) {
                return value;
            }
        }
        return value << 8 | image[at++] & 0xFF;
    }

    private int twoBytes(int from) {
        return (image[from] & 0xFF) << 8 | image[from + 1] & 0xFF;
    }

    private int fourBytes(int from) {
        return twoBytes(from) << 16 | twoBytes(from + 2);
    }
}
