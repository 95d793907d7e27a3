package dev.sluice.connectors.sqlite.pages;

import java.io.IOException;
import java.io.RandomAccessFile;

/**
 * Writes a database file with one table, from records in the order of their rowids. Used by one thread.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html#b_tree_pages">Database File Format, 1.6</a>
 */
public final class TableWriter {
    private static final byte[] MAGIC = {'S', 'Q', 'L', 'i', 't', 'e', ' ', 'f', 'o', 'r', 'm', 'a', 't', ' ', '3', 0};
    /** From this version on the header says how many pages there are. */
    private static final int SQLITE_VERSION = 3_007_000;
    /** Since which 0 and 1 take no room. */
    private static final int SCHEMA_FORMAT = 4;

    private final PageFile file;
    private final TextEncoding encoding;
    private final CellPage leaf = new CellPage(0, PageFormat.LEAF);
    private final byte[] overflow = new byte[PageFormat.PAGE_SIZE];
    private PageTree tree = new PageTree();
    private long rows;
    private long lastRowid;

    public TableWriter(RandomAccessFile file, TextEncoding encoding) {
        this.file = new PageFile(file);
        this.encoding = encoding;
    }

    /** Begins again, over what was written. */
    public void clear() {
        file.clear();
        leaf.clear();
        tree = new PageTree();
        rows = 0;
    }

    public long rows() {
        return rows;
    }

    /** How long the file will be, about. */
    public long size() {
        return (file.count() + 1L) * PageFormat.PAGE_SIZE;
    }

    /**
     * Adds a row, whose record is part of an array.
     *
     * @param rowid above those of all rows before
     */
    public void add(long rowid, byte[] record, int from, int length) throws IOException {
        int cell = cellLength(rowid, length);
        if (!leaf.hasRoom(cell)) {
            endLeaf();
        }
        rows++;
        lastRowid = rowid;
        put(leaf, cell, rowid, record, from, length);
    }

    /**
     * Ends the file.
     *
     * @param name the table's
     * @param createTable its definition
     */
    public void finish(String name, String createTable) throws IOException {
        if (!leaf.isEmpty() || rows == 0) {
            endLeaf();
        }
        int root = tree.finish(file);
        byte[] record = SchemaEntry.record(name, root, createTable, encoding);
        CellPage first = new CellPage(PageFormat.FILE_HEADER, PageFormat.LEAF);
        put(first, cellLength(1, record.length), 1, record, 0, record.length);
        byte[] page = first.bytes();
        putHeader(page);
        file.finish(page);
    }

    private void endLeaf() throws IOException {
        tree.add(file.append(leaf.bytes()), lastRowid);
        leaf.clear();
    }

    private static int cellLength(long rowid, int length) {
        int local = PageFormat.localLength(length);
        return Varint.length(length) + Varint.length(rowid) + local + (local == length ? 0 : PageFormat.PAGE_NUMBER);
    }

    private void put(CellPage page, int cell, long rowid, byte[] record, int from, int length) throws IOException {
        byte[] out = page.bytes();
        int at = Varint.write(out, page.add(cell), length);
        at = Varint.write(out, at, rowid);
        int local = PageFormat.localLength(length);
        System.arraycopy(record, from, out, at, local);
        if (local < length) {
            BigEndian.putInt(out, at + local, file.next());
            overflow(record, from + local, from + length);
        }
    }

    /** The rest of a record, in pages that name the next. */
    private void overflow(byte[] record, int from, int to) throws IOException {
        for (int at = from; at < to; at += PageFormat.PER_OVERFLOW_PAGE) {
            int count = Math.min(PageFormat.PER_OVERFLOW_PAGE, to - at);
            System.arraycopy(record, at, overflow, PageFormat.PAGE_NUMBER, count);
            boolean last = at + count == to;
            BigEndian.putInt(overflow, 0, last ? 0 : PageFile.after(file.next()));
            file.append(overflow);
        }
    }

    /** What isn't named here is 0. */
    private void putHeader(byte[] page) {
        System.arraycopy(MAGIC, 0, page, 0, MAGIC.length);
        // 65,536
        BigEndian.putShort(page, 16, 1);
        // read and written with a rollback journal
        page[18] = 1;
        page[19] = 1;
        // how much of a page a cell may take, as every file says
        page[21] = 64;
        page[22] = 32;
        page[23] = 32;
        // the count of changes, and the one for which the number of pages holds
        BigEndian.putInt(page, 24, 1);
        BigEndian.putInt(page, 92, 1);
        BigEndian.putInt(page, 28, file.count());
        // the version of the schema
        BigEndian.putInt(page, 40, 1);
        BigEndian.putInt(page, 44, SCHEMA_FORMAT);
        BigEndian.putInt(page, 56, encoding.code());
        BigEndian.putInt(page, 96, SQLITE_VERSION);
    }
}
