package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/**
 * The lines of a range of a file, in blocks of whole lines: those whose first byte lies in the range. Every line ends in
 * a line feed, which is added where the file's last one has none. Not thread-safe.
 */
final class LineBlocks {
    private static final int BLOCK = 1 << 20;
    private static final int TAIL_BLOCK = 1 << 16;
    private static final int MAX_LINE = Integer.MAX_VALUE - 64;

    private final InputFile file;
    private final FileRange range;
    private byte[] bytes;
    private long offset;
    private int filled;
    private int from;
    private int to;
    private boolean started;
    private boolean atEnd;

    LineBlocks(InputFile file, FileRange range) {
        this.file = file;
        this.range = range;
        this.bytes = new byte[(int) Math.max(TAIL_BLOCK, Math.min(BLOCK, file.length()) + 2)];
        this.offset = Math.max(0, range.start() - 1);
    }

    /** Moves to the next block; false where the range has no more lines. */
    boolean next() throws IOException {
        int kept = filled - to;
        System.arraycopy(bytes, to, bytes, 0, kept);
        offset += to;
        filled = kept;
        from = 0;
        to = 0;
        if (!started) {
            started = true;
            if (!skipToFirstLine()) {
                return false;
            }
        }
        return offset + from < range.end() && fillToLineEnd();
    }

    /** The line that holds the byte before the range belongs to the range before. */
    private boolean skipToFirstLine() throws IOException {
        if (range.start() == 0) {
            fill();
            from = filled >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF ? 3 : 0;
            return true;
        }
        while (true) {
            fill();
            int lineFeed = indexOfLineFeed(0);
            if (lineFeed >= 0) {
                from = lineFeed + 1;
                return true;
            }
            if (atEnd) {
                return false;
            }
            offset += filled;
            filled = 0;
        }
    }

    private boolean fillToLineEnd() throws IOException {
        int searched = from;
        while (true) {
            int last = lastLineFeed(searched);
            if (last >= 0) {
                to = last + 1;
                return true;
            }
            if (atEnd) {
                return endLastLine();
            }
            searched = filled;
            fill();
        }
    }

    private boolean endLastLine() {
        if (from == filled) {
            return false;
        }
        makeRoom();
        bytes[filled++] = '\n';
        to = filled;
        return true;
    }

    private void fill() throws IOException {
        makeRoom();
        long position = offset + filled;
        int most = position < range.end() ? bytes.length - filled : Math.min(TAIL_BLOCK, bytes.length - filled);
        int read = file.read(position, bytes, filled, most);
        if (read < 0) {
            atEnd = true;
        } else {
            filled += read;
        }
    }

    private void makeRoom() {
        if (filled == bytes.length) {
            if (filled == MAX_LINE) {
                throw new ConnectorException(
                        ErrorCode.MALFORMED_INPUT,
                        file.name() + ": the line at byte " + (offset + from)
                                + " is longer than 2 GiB; is this a file of one JSON object per line?");
            }
            bytes = LongRecord.grow(bytes, (int) Math.min(MAX_LINE, 2L * filled), file, "line", offset + from);
        }
    }

    private int indexOfLineFeed(int start) {
        for (int i = start; i < filled; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    private int lastLineFeed(int start) {
        for (int i = filled - 1; i >= start; i--) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the block's first line starts in {@link #bytes}. */
    int from() {
        return from;
    }

    /** Where the block's last line ends, after its line feed. */
    int to() {
        return to;
    }

    /** The position in the file of the first of {@link #bytes}. */
    long offset() {
        return offset;
    }

    /** The number, from 1, of the line that holds a byte of the file. Reads the file up to there. */
    static long lineNumber(InputFile file, long position) throws IOException {
        byte[] buffer = new byte[BLOCK];
        long lines = 1;
        long at = 0;
        while (at < position) {
            int read = file.read(at, buffer, 0, (int) Math.min(BLOCK, position - at));
            if (read < 0) {
                return lines;
            }
            for (int i = 0; i < read; i++) {
                lines += buffer[i] == '\n' ? 1 : 0;
            }
            at += read;
        }
        return lines;
    }
}
