package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/**
 * A part of a file's text, followed by a {@link JsonCursor#END}, that moves on as it is read and grows where one value
 * doesn't fit. Not thread-safe.
 */
final class TextWindow {
    private static final int WINDOW = 1 << 20;
    private static final int TAIL = 1 << 16;
    private static final int LARGEST = Integer.MAX_VALUE - 64;

    private final InputFile file;
    private final FileRange range;
    private byte[] bytes;
    private long offset;
    private int length;
    private boolean atEnd;

    /**
     * @param start where the text begins in the file
     * @param range beyond whose end little will be read
     */
    TextWindow(InputFile file, long start, FileRange range) {
        this.file = file;
        this.range = range;
        this.bytes = new byte[(int) Math.min(WINDOW, Math.max(TAIL, file.length() - start)) + 1];
        this.offset = start;
    }

    /** Drops what lies before a position, and reads on after what is left. */
    void moveTo(int from) throws IOException {
        System.arraycopy(bytes, from, bytes, 0, length - from);
        offset += from;
        length -= from;
        int capacity = bytes.length - 1;
        if (length == capacity) {
            if (length == LARGEST) {
                throw new ConnectorException(
                        ErrorCode.MALFORMED_INPUT,
                        file.name() + ": the element at byte " + offset
                                + " is longer than 2 GiB; is this an array of objects?");
            }
            bytes = LongRecord.grow(bytes, (int) Math.min(LARGEST, 2L * length) + 1, file, "element", offset);
            capacity = bytes.length - 1;
        }
        long position = offset + length;
        int room = capacity - length;
        int wanted = position < range.end() ? room : Math.min(room, Math.max(TAIL, length));
        int read = file.readUpTo(position, bytes, length, wanted);
        length += read;
        atEnd = read < wanted;
        bytes[length] = JsonCursor.END;
    }

    /** Whether the file ends where the window does. */
    boolean isAtEnd() {
        return atEnd;
    }

    byte[] bytes() {
        return bytes;
    }

    /** How much of {@link #bytes} is text. */
    int length() {
        return length;
    }

    /** The position in the file of the first of {@link #bytes}. */
    long offset() {
        return offset;
    }
}
