package dev.sluice.connectors.sqlite.pages;

import java.sql.SQLException;

/**
 * The rows of the only table in the bytes of a database, without a call into SQLite for each.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#b_tree_pages">Database File Format, 1.6</a>
 */
public final class TableImage {
    /** What is done with each row, in the order of the rowids. */
    public interface RowConsumer {
        void accept(RecordRow row) throws SQLException, InterruptedException;
    }

    /** The first page has the schema, so the table that was made first begins at the second. */
    private static final int ROOT = 2;

    private final byte[] image;
    private final RecordRow row;
    private int at;
    private long pages;

    public TableImage(byte[] image, RecordRow row) {
        this.image = image;
        this.row = row;
    }

    /**
     * Hands out every row.
     *
     * @return the bytes of all pages that hold some of the table
     */
    public long forEach(RowConsumer consumer) throws SQLException, InterruptedException {
        page(ROOT, consumer);
        return pages * PageFormat.PAGE_SIZE;
    }

    private void page(int number, RowConsumer consumer) throws SQLException, InterruptedException {
        pages++;
        int page = (number - 1) * PageFormat.PAGE_SIZE;
        boolean interior = image[page] == PageFormat.INTERIOR;
        int cells = BigEndian.getShort(image, page + 3);
        int pointers = page + (interior ? PageFormat.INTERIOR_HEADER : PageFormat.LEAF_HEADER);
        for (int i = 0; i < cells; i++) {
            int cell = page + BigEndian.getShort(image, pointers + PageFormat.POINTER * i);
            if (interior) {
                page(BigEndian.getInt(image, cell), consumer);
            } else {
                cell(cell, consumer);
            }
        }
        if (interior) {
            page(BigEndian.getInt(image, page + PageFormat.LEAF_HEADER), consumer);
        }
    }

    private void cell(int cell, RowConsumer consumer) throws SQLException, InterruptedException {
        at = cell;
        int length = (int) varint();
        long rowid = varint();
        if (PageFormat.localLength(length) == length) {
            row.start(image, at, rowid);
        } else {
            row.start(joined(at, length), 0, rowid);
        }
        consumer.accept(row);
    }

    private byte[] joined(int from, int length) {
        byte[] record = new byte[length];
        int done = PageFormat.localLength(length);
        System.arraycopy(image, from, record, 0, done);
        int next = BigEndian.getInt(image, from + done);
        while (done < length) {
            pages++;
            int page = (next - 1) * PageFormat.PAGE_SIZE;
            int count = Math.min(PageFormat.PER_OVERFLOW_PAGE, length - done);
            System.arraycopy(image, page + PageFormat.PAGE_NUMBER, record, done, count);
            done += count;
            next = BigEndian.getInt(image, page);
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
}
