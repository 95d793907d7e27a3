package dev.sluice.connectors.postgresql;

import dev.sluice.spi.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts tables into ranges of pages of about the same size. The last range of each table has no end, so that rows on pages
 * which came after the counting are read too.
 */
final class PageRanges {
    private final String snapshot;
    private final long pagesPerSplit;
    private final List<Split> splits = new ArrayList<>();
    private List<Part> open = new ArrayList<>();
    private long openPages;

    private PageRanges(String snapshot, long pagesPerSplit) {
        this.snapshot = snapshot;
        this.pagesPerSplit = pagesPerSplit;
    }

    /** A table, quoted, and how many pages it has. */
    record Extent(String table, long pages) {}

    /**
     * @param count about how many splits are wanted
     * @param minimumPages below which a split isn't worth its connection
     */
    static List<Split> cut(List<Extent> tables, String snapshot, int count, long minimumPages) {
        long pages = tables.stream().mapToLong(Extent::pages).sum();
        PageRanges ranges = new PageRanges(snapshot, Math.max(Math.max(1, minimumPages), Math.ceilDiv(pages, count)));
        tables.forEach(ranges::add);
        ranges.endSplit();
        return ranges.splits;
    }

    private void add(Extent table) {
        long from = 0;
        while (table.pages() - from > pagesPerSplit - openPages) {
            long to = from + pagesPerSplit - openPages;
            open.add(new Part(table.table(), from, to));
            endSplit();
            from = to;
        }
        open.add(new Part(table.table(), from, Part.OPEN));
        openPages += table.pages() - from;
        if (openPages >= pagesPerSplit) {
            endSplit();
        }
    }

    private void endSplit() {
        if (!open.isEmpty()) {
            splits.add(Part.toSplit(splits.size(), snapshot, open));
        }
        open = new ArrayList<>();
        openPages = 0;
    }
}
