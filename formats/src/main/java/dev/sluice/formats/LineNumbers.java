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
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final int BLOCK = 1 << 20;
    private static final long UNKNOWN = -1;

    private final InputFile file;
    private final long start;
    private final byte lineEnd;
    private long before;
    private long passed;

    /**
     * @param start where in the file the part starts
     * @param lineEnd the last byte of a line
     */
    public LineNumbers(InputFile file, long start, byte lineEnd) {
        this.lineEnd = lineEnd;
        this.file = file;
        this.start = start;
        this.before = start == 0 ? 0 : UNKNOWN;
    }

    /** Moves on over some lines. */
    public void pass(long count) {
        passed += count;
    }

    /** The line, from 1, that follows what was passed and {@code bytes[from … to)}. */
    public long after(byte[] bytes, int from, int to) throws IOException {
        if (before == UNKNOWN) {
            before = lineEndsBefore(start);
        }
        return 1 + before + passed + lineEnds(bytes, from, to);
    }

    private long lineEndsBefore(long end) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, end)];
        long count = 0;
        for (long position = 0; position < end; ) {
            int size = (int) Math.min(block.length, end - position);
            file.readFully(position, block, 0, size);
            count += lineEnds(block, 0, size);
            position += size;
        }
        return count;
    }

    /** How many lines end in some bytes: counts eight at a time. */
    public long lineEnds(byte[] bytes, int from, int to) {
        long pattern = (lineEnd & 0xFF) * ONES;
        long count = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) LONGS.get(bytes, i) ^ pattern;
            // the high bit of every byte that isn't 0
            long others = ((word & LOW_BITS) + LOW_BITS) | word;
            count += Long.bitCount(~(others | LOW_BITS));
        }
        for (; i < to; i++) {
            count += bytes[i] == lineEnd ? 1 : 0;
        }
        return count;
    }
}
