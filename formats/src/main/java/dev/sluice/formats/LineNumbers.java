package dev.sluice.formats;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The numbers of lines in a part of a file that is read from its beginning on. The lines before the part are counted once
 * a number is asked for, by reading them. Not thread-safe.
 */
public final class LineNumbers {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LINE_FEEDS = 0x0A0A0A0A0A0A0A0AL;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final int BLOCK = 1 << 20;
    private static final long UNKNOWN = -1;

    private final InputFile file;
    private final long start;
    private long before = UNKNOWN;
    private long passed;

    /**
     * @param start where in the file the part starts
     */
    public LineNumbers(InputFile file, long start) {
        this.file = file;
        this.start = start;
        this.before = start == 0 ? 0 : UNKNOWN;
    }

    /** Moves on over some bytes. */
    public void pass(byte[] bytes, int from, int to) {
        passed += lineFeeds(bytes, from, to);
    }

    /** The line, from 1, that follows what was passed and {@code bytes[from … to)}. */
    public long after(byte[] bytes, int from, int to) throws IOException {
        if (before == UNKNOWN) {
            before = lineFeedsBefore(file, start);
        }
        return 1 + before + passed + lineFeeds(bytes, from, to);
    }

    private static long lineFeedsBefore(InputFile file, long end) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, end)];
        long count = 0;
        for (long position = 0; position < end; ) {
            int size = (int) Math.min(block.length, end - position);
            file.readFully(position, block, 0, size);
            count += lineFeeds(block, 0, size);
            position += size;
        }
        return count;
    }

    /** Counts eight bytes at a time. */
    private static long lineFeeds(byte[] bytes, int from, int to) {
        long count = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i) ^ LINE_FEEDS;
            // the high bit of every byte that isn't 0
            long others = ((word & LOW_BITS) + LOW_BITS) | word;
            count += Long.bitCount(~(others | LOW_BITS));
        }
        for (; i < to; i++) {
            count += bytes[i] == '\n' ? 1 : 0;
        }
        return count;
    }
}
