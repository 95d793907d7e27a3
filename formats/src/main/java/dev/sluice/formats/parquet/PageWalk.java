package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.Optional;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import shaded.parquet.org.apache.thrift.TException;

/** Goes through the pages of one column in one row group, header by header, and says where one can't be right. */
final class PageWalk {
    /** What a header with long minimum and maximum takes, at most. */
    private static final int HEADER_BYTES = 64 << 10;
    /** What most headers take; one that is cut off is read again with more. */
    private static final int SHORT_HEADER_BYTES = 1 << 10;

    private final InputFile file;
    private final long start;
    private final long end;
    private final long expected;
    private long position;
    private long values;
    /** Up to where others have read the column. */
    private long seen;

    PageWalk(InputFile file, ColumnChunk chunk) {
        this.file = file;
        this.start = chunk.chunkStartOffset();
        this.end = start + chunk.metaData().totalCompressedSize();
        this.expected = chunk.metaData().numValues();
        this.position = start;
    }

    /** A page as its header describes it. */
    record Page(PageHeader header, long position, long body) {
        int size() {
            return header.getCompressed_page_size();
        }

        String describe() {
            return "the page at byte " + position;
        }
    }

    /** Whether all values have been passed, or all bytes. */
    boolean isDone() {
        return position >= end || values >= expected;
    }

    /**
     * Follows somebody who reads the column, through the pages that begin in what was read.
     *
     * @param offset where the bytes stand in the file
     * @throws DamagedPageException where a page can't be right
     */
    synchronized void follow(long offset, byte[] bytes) throws IOException {
        seen = Math.max(seen, offset + bytes.length);
        while (!isDone() && position < seen) {
            boolean inside = position >= offset && position < offset + bytes.length;
            int from = inside ? (int) (position - offset) : 0;
            int count = (int) Math.min(SHORT_HEADER_BYTES, end - position);
            boolean enough = inside && bytes.length - from >= count;
            Optional<Page> page = enough ? parse(bytes, from, count) : Optional.empty();
            pass(page.isPresent() ? page.get() : next());
        }
    }

    /**
     * The page that comes next.
     *
     * @throws DamagedPageException where its header can't be read
     */
    Page next() throws IOException {
        Optional<Page> page = parse(SHORT_HEADER_BYTES);
        return (page.isPresent() ? page : parse(HEADER_BYTES))
                .orElseThrow(() ->
                        new DamagedPageException("the page at byte " + position + " has a header that can't be read"));
    }

    private Optional<Page> parse(int most) throws IOException {
        byte[] head = new byte[(int) Math.min(most, end - position)];
        return parse(head, 0, file.readUpTo(position, head, 0, head.length));
    }

    private Optional<Page> parse(byte[] bytes, int from, int count) {
        PageHeader header = new PageHeader();
        try {
            int length = CompactThrift.readPageHeader(bytes, from, count, header);
            return Optional.of(new Page(header, position, position + length));
        } catch (TException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Goes on behind a page.
     *
     * @throws DamagedPageException where it can't be as its header says
     */
    void pass(Page page) throws IOException {
        PageHeader header = page.header();
        if (page.size() < 0 || header.getUncompressed_page_size() < 0) {
            throw new DamagedPageException(page.describe() + " says that its size is " + page.size() + " bytes, and "
                    + header.getUncompressed_page_size() + " uncompressed");
        }
        if (page.size() > end - page.body()) {
            throw new DamagedPageException(page.describe() + " says that it goes on for " + page.size()
                    + " bytes, beyond its column's end at byte " + end);
        }
        int held = values(header);
        if (held < 0 || held > expected - values) {
            throw new DamagedPageException(page.describe() + " says that it holds " + held
                    + " values; by the footer it can have " + (expected - values) + " at most");
        }
        values += held;
        position = page.body() + page.size();
    }

    /**
     * @throws DamagedPageException where the column ends before all its values
     */
    void end() throws IOException {
        if (values != expected) {
            throw new DamagedPageException("its pages from byte " + start + " to " + end + " hold " + values
                    + " values, and the footer says " + expected);
        }
    }

    private static int values(PageHeader header) {
        if (header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()) {
            return header.getData_page_header().getNum_values();
        }
        return header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()
                ? header.getData_page_header_v2().getNum_values()
                : 0;
    }
}
