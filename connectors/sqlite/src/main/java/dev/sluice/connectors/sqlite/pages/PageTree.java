package dev.sluice.connectors.sqlite.pages;

import java.io.IOException;
import java.util.Arrays;

/** The pages above a table's leaves: which rows are in which page. */
final class PageTree {
    private static final int LONGEST_CELL = PageFormat.PAGE_NUMBER + 9;
    /** One more than there are cells. */
    private static final int MOST_CHILDREN =
            1 + (PageFormat.PAGE_SIZE - PageFormat.INTERIOR_HEADER) / (PageFormat.POINTER + LONGEST_CELL);

    private int[] pages = new int[64];
    private long[] lastRowids = new long[64];
    private int size;

    /** Adds a page and the rowid of its last row, which is after those of the pages before. */
    void add(int page, long lastRowid) {
        if (size == pages.length) {
            pages = Arrays.copyOf(pages, 2 * size);
            lastRowids = Arrays.copyOf(lastRowids, 2 * size);
        }
        pages[size] = page;
        lastRowids[size++] = lastRowid;
    }

    /**
     * Writes the pages that lead to those added.
     *
     * @return the root's number
     */
    int finish(PageFile file) throws IOException {
        return size == 1 ? pages[0] : above(file).finish(file);
    }

    private PageTree above(PageFile file) throws IOException {
        PageTree above = new PageTree();
        CellPage page = new CellPage(0, PageFormat.INTERIOR);
        int parents = Math.ceilDiv(size, MOST_CHILDREN);
        int from = 0;
        for (int parent = 1; parent <= parents; parent++) {
            // evenly, so that each has two children or more
            int last = (int) ((long) size * parent / parents) - 1;
            page.clear();
            for (int i = from; i < last; i++) {
                int at = page.add(PageFormat.PAGE_NUMBER + Varint.length(lastRowids[i]));
                BigEndian.putInt(page.bytes(), at, pages[i]);
                Varint.write(page.bytes(), at + PageFormat.PAGE_NUMBER, lastRowids[i]);
            }
            page.setLastChild(pages[last]);
            above.add(file.append(page.bytes()), lastRowids[last]);
            from = last + 1;
        }
        return above;
    }
}
