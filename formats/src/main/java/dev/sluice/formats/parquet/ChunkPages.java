package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.Optional;
import java.util.zip.CRC32;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import shaded.parquet.org.apache.thrift.TException;

/** Goes through the pages of one column in one row group, header by header, to find what is wrong with them. */
final class ChunkPages {
    /** What a header with long minimum and maximum takes, at most. */
    private static final int HEADER_BYTES = 64 << 10;

    private static final int STEP_BYTES = 64 << 10;

    private final InputFile file;
    private final long start;
    private final long end;
    private final long expected;

    ChunkPages(InputFile file, ColumnChunk chunk) {
        this.file = file;
        this.start = chunk.chunkStartOffset();
        this.end = start + chunk.metaData().totalCompressedSize();
        this.expected = chunk.metaData().numValues();
    }

    /** What is wrong with the first page that isn't as it should be; empty if they all look well. */
    Optional<String> problem() throws IOException {
        byte[] head = new byte[HEADER_BYTES];
        long values = 0;
        long position = start;
        while (position < end && values < expected) {
            PageHeader header = new PageHeader();
            int count = file.readUpTo(position, head, 0, (int) Math.min(head.length, end - position));
            String page = "the page at byte " + position;
            long body;
            try {
                body = position + CompactThrift.readPageHeader(head, count, header);
            } catch (TException | RuntimeException e) {
                return Optional.of(page + " has a header that can't be read");
            }
            int size = header.getCompressed_page_size();
            if (size < 0 || header.getUncompressed_page_size() < 0) {
                return Optional.of(page + " says that its size is " + size + " bytes, and "
                        + header.getUncompressed_page_size() + " uncompressed");
            }
            if (size > end - body) {
                return Optional.of(
                        page + " says that it goes on for " + size + " bytes, beyond its column's end at byte " + end);
            }
            if (header.isSetCrc() && header.getCrc() != checksum(body, size)) {
                return Optional.of(page + " is damaged: its checksum is another one");
            }
            int held = values(header);
            if (held < 0 || held > expected - values) {
                return Optional.of(page + " says that it holds " + held + " values; by the footer it can have "
                        + (expected - values) + " at most");
            }
            values += held;
            position = body + size;
        }
        return values == expected
                ? Optional.empty()
                : Optional.of("its pages from byte " + start + " to " + end + " hold " + values
                        + " values, and the footer says " + expected);
    }

    private static int values(PageHeader header) {
        if (header.getType() == PageType.DATA_PAGE && header.isSetData_page_header()) {
            return header.getData_page_header().getNum_values();
        }
        return header.getType() == PageType.DATA_PAGE_V2 && header.isSetData_page_header_v2()
                ? header.getData_page_header_v2().getNum_values()
                : 0;
    }

    private int checksum(long body, int size) throws IOException {
        CRC32 crc = new CRC32();
        byte[] bytes = new byte[Math.min(size, STEP_BYTES)];
        for (int done = 0; done < size; ) {
            int count = Math.min(bytes.length, size - done);
            file.readFully(body + done, bytes, 0, count);
            crc.update(bytes, 0, count);
            done += count;
        }
        return (int) crc.getValue();
    }
}
