package dev.sluice.connectors.sqlite.pages;

import java.io.IOException;
import java.io.RandomAccessFile;

/** Writes a file page by page, the first page last: until then what is there is no database. */
final class PageFile {
    private static final int BUFFERED_PAGES = 16;
    /** The page in which SQLite locks bytes of the file: it has no other use. */
    private static final int LOCK_PAGE = (1 << 30) / PageFormat.PAGE_SIZE + 1;

    private final RandomAccessFile file;
    private final byte[] buffer = new byte[BUFFERED_PAGES * PageFormat.PAGE_SIZE];
    private int buffered;
    private int last;
    private long written;

    PageFile(RandomAccessFile file) {
        this.file = file;
        clear();
    }

    /** Begins again, over what was written. */
    void clear() {
        buffered = 0;
        last = 1;
        written = PageFormat.PAGE_SIZE;
    }

    /** The number of the page that comes after another; pages count from 1. */
    static int after(int page) {
        return page + 1 == LOCK_PAGE ? page + 2 : page + 1;
    }

    /** The number that the next page will have. */
    int next() {
        return after(last);
    }

    /** How many pages there are, with the first. */
    int count() {
        return last;
    }

    /**
     * Adds a page.
     *
     * @return its number
     */
    int append(byte[] page) throws IOException {
        int number = next();
        if (number > last + 1) {
            put(new byte[PageFormat.PAGE_SIZE]);
        }
        put(page);
        last = number;
        return number;
    }

    private void put(byte[] page) throws IOException {
        if (buffered == buffer.length) {
            flush();
        }
        System.arraycopy(page, 0, buffer, buffered, page.length);
        buffered += page.length;
    }

    private void flush() throws IOException {
        file.seek(written);
        file.write(buffer, 0, buffered);
        written += buffered;
        buffered = 0;
    }

    /** Makes the file a database. */
    void finish(byte[] firstPage) throws IOException {
        flush();
        file.setLength(written);
        file.seek(0);
        file.write(firstPage);
    }
}
