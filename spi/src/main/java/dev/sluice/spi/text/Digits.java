package dev.sluice.spi.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Up to eight decimal digits at a time, without a branch per digit: neighbours are joined to pairs, pairs to fours, fours
 * to eight by three multiplications. After Daniel Lemire, "Quickly parsing eight digits".
 */
final class Digits {
    /** What {@link #parse} returns where a character isn't a digit. */
    static final long INVALID = -1;

    /** The largest number of digits. */
    static final int MAX = 8;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Digits() {}

    /** Whether the digits before a position can be read: eight bytes must precede it, whatever they are. */
    static boolean canParse(int to, int count) {
        return count >= 1 && count <= MAX && to >= MAX;
    }

    /** The number in {@code bytes[to - count … to)}, or {@link #INVALID}; only where {@link #canParse}. */
    static long parse(byte[] bytes, int to, int count) {
        long digits = (long) LONGS.get(bytes, to - MAX) ^ 0x3030303030303030L;
        digits &= -1L << (MAX - count) * Byte.SIZE;
        if (((digits + 0x7676767676767676L | digits) & 0x8080808080808080L) != 0) {
            return INVALID;
        }
        long pairs = digits * 2561 >>> 8 & 0x00FF00FF00FF00FFL;
        long fours = pairs * 6553601 >>> 16 & 0x0000FFFF0000FFFFL;
        return fours * 42949672960001L >>> 32;
    }
}
