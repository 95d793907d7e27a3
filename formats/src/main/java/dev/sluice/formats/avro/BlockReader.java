package dev.sluice.formats.avro;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.util.Arrays;

/** The blocks of a file that start in a range, as they are stored. Not thread-safe. */
final class BlockReader {
    private static final int WINDOW = 1 << 20;
    private static final int LONGEST_HEAD = 20;
    /** More than any schema of at least one byte needs; other records are without end. */
    private static final long MOST_EMPTY_RECORDS = 1 << 20;

    private final InputFile file;
    private final byte[] sync;
    private final FileRange range;
    private final long leastBytes;
    private final long firstBlock;
    private final AvroInput head = new AvroInput();
    private byte[] window;
    private long offset;
    private int filled;
    private int position;
    private long start;
    private long count;
    private int data;
    private int size;

    /**
     * @param range starts and ends at blocks
     */
    BlockReader(InputFile file, AvroFile header, FileRange range) {
        this.file = file;
        this.sync = header.sync();
        this.range = range;
        this.leastBytes = header.schema().leastBytes();
        this.firstBlock = Math.max(header.end(), range.start());
        this.offset = firstBlock;
        this.window = new byte[(int) Math.min(WINDOW, Math.max(LONGEST_HEAD, file.length() - offset))];
    }

    /** Moves to the next block; false where the range has no more. */
    boolean next() throws IOException {
        start = offset + position;
        if (start >= range.end()) {
            if (start > range.end() && range.end() > range.start() && range.end() > firstBlock) {
                throw malformed("the block before reaches over byte " + range.end()
                        + ", where a sync marker ends: the file was damaged");
            }
            return false;
        }
        int available = fill(LONGEST_HEAD);
        if (available == 0) {
            return false;
        }
        head.reset(window, position, position + available);
        long bytes;
        try {
            count = head.readLong();
            bytes = head.readLong();
        } catch (AvroProblem e) {
            throw malformed(e.getMessage());
        }
        int headSize = head.position() - position;
        if (count < 0 || bytes < 0 || bytes > Integer.MAX_VALUE - WINDOW) {
            throw malformed("a block of " + count + " records in " + bytes + " bytes");
        }
        int whole = headSize + (int) bytes + AvroFile.SYNC_BYTES;
        if (whole > file.length() - start || fill(whole) < whole) {
            throw malformed("the file ends within a block of " + bytes + " bytes");
        }
        data = position + headSize;
        size = (int) bytes;
        position += whole;
        int marker = position - AvroFile.SYNC_BYTES;
        if (!Arrays.equals(window, marker, position, sync, 0, sync.length)) {
            throw malformed("the sync marker after a block of " + bytes + " bytes is wrong: the file was damaged");
        }
        return true;
    }

    /** Makes as many bytes available at the position, or as many as there are; returns how many that is, at most. */
    private int fill(int wanted) throws IOException {
        if (filled - position < wanted) {
            System.arraycopy(window, position, window, 0, filled - position);
            offset += position;
            filled -= position;
            position = 0;
            if (window.length < wanted) {
                window = Arrays.copyOf(window, Math.max(wanted, (int) Math.min(2L * window.length, wanted + WINDOW)));
            }
            while (filled < wanted) {
                int read = file.read(offset + filled, window, filled, window.length - filled);
                if (read < 0) {
                    break;
                }
                filled += read;
            }
        }
        return Math.min(wanted, filled - position);
    }

    /** Where the block starts in the file. */
    long start() {
        return start;
    }

    long count() {
        return count;
    }

    byte[] bytes() {
        return window;
    }

    /** Where the block's data start in {@link #bytes}. */
    int data() {
        return data;
    }

    int size() {
        return size;
    }

    /** Makes sure that a block of so many bytes can hold its records. */
    void requireCount(int unpacked) {
        if (leastBytes == 0 ? count > MOST_EMPTY_RECORDS : count > unpacked / leastBytes) {
            throw malformed("a block of " + count + " records in " + unpacked + " bytes");
        }
    }

    ConnectorException malformed(String message) {
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT, file.name() + ": the block at byte " + start + ": " + message);
    }
}
