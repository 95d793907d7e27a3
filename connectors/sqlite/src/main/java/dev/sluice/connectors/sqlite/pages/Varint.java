package dev.sluice.connectors.sqlite.pages;

/** Integers of one to nine bytes: seven bits per byte, the highest first, the ninth byte whole. */
final class Varint {
    private static final int LONGEST = 9;
    private static final int BITS = 7;

    private Varint() {}

    static int length(long value) {
        int bits = Long.SIZE - Long.numberOfLeadingZeros(value | 1);
        return Math.min(LONGEST, (bits + BITS - 1) / BITS);
    }

    /**
     * Writes a value.
     *
     * @return the position after it
     */
    static int write(byte[] out, int at, long value) {
        if ((value & 0x7F) == value) {
            out[at] = (byte) value;
            return at + 1;
        }
        int length = length(value);
        int last = at + length - 1;
        int lastBits = length == LONGEST ? Byte.SIZE : BITS;
        out[last] = (byte) (length == LONGEST ? value : value & 0x7F);
        long rest = value >>> lastBits;
        for (int i = last - 1; i >= at; i--) {
            out[i] = (byte) (rest & 0x7F | 0x80);
            rest >>>= BITS;
        }
        return last + 1;
    }
}
