package dev.sluice.formats.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time in one long ("SIMD within a register"); the first byte in memory is the lowest of the long. */
final class Swar {
    /** What must be readable after the last byte of interest. */
    static final int SLACK = Long.BYTES;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Swar() {}

    static long load(byte[] bytes, int position) {
        return (long) LONGS.get(bytes, position);
    }

    static void store(byte[] bytes, int position, long word) {
        LONGS.set(bytes, position, word);
    }

    /** Stores the first {@code count} bytes of a word, 0 to 8, and nothing beyond them. */
    static void storeShort(byte[] bytes, int position, long word, int count) {
        if (count >= Integer.BYTES) {
            int last = count - Integer.BYTES;
            INTS.set(bytes, position, (int) word);
            INTS.set(bytes, position + last, (int) (word >>> last * Byte.SIZE));
            return;
        }
        long rest = word;
        for (int i = 0; i < count; i++) {
            bytes[position + i] = (byte) rest;
            rest >>>= Byte.SIZE;
        }
    }

    /** Copies four to eight bytes. */
    static void copyShort(byte[] source, int from, byte[] target, int at, int count) {
        int last = count - Integer.BYTES;
        INTS.set(target, at, (int) INTS.get(source, from));
        INTS.set(target, at + last, (int) INTS.get(source, from + last));
    }

    /** The byte in all eight places. */
    static long repeat(byte value) {
        return (value & 0xFF) * ONES;
    }

    /** The high bit of each byte of {@code word} that equals the byte repeated in {@code pattern}, exactly. */
    static long matches(long word, long pattern) {
        return ~nonZero(word ^ pattern) & HIGH_BITS;
    }

    /** The high bit of each byte that equals one of three. */
    static long matches(long word, long pattern1, long pattern2, long pattern3) {
        return ~(nonZero(word ^ pattern1) & nonZero(word ^ pattern2) & nonZero(word ^ pattern3)) & HIGH_BITS;
    }

    static boolean isAscii(long word) {
        return (word & HIGH_BITS) == 0;
    }

    /** Where in memory the first match lies, 0 to 7; 8 where there is none. */
    static int first(long matches) {
        return Long.numberOfTrailingZeros(matches) >>> 3;
    }

    /** The position of a byte in {@code bytes[from … to)}, or -1; {@link #SLACK} bytes after {@code to} are read. */
    static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = repeat(wanted);
        for (int position = from; position < to; position += Long.BYTES) {
            long found = matches(load(bytes, position), pattern);
            if (found != 0) {
                int at = position + first(found);
                return at < to ? at : -1;
            }
        }
        return -1;
    }

    /** High bits set where a byte is not 0; the other bits have no meaning. */
    private static long nonZero(long word) {
        return ((word & ~HIGH_BITS) + ~HIGH_BITS) | word;
    }
}
