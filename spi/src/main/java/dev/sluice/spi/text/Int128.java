package dev.sluice.spi.text;

import java.math.BigInteger;

/** Arithmetic on signed 128-bit integers held in two longs. */
public final class Int128 {
    private static final long LOW_32 = 0xFFFFFFFFL;

    private Int128() {}

    public static BigInteger toBigInteger(long high, long low) {
        return BigInteger.valueOf(high).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
    }

    /** The lower 64 bits; with {@link #high} the inverse of {@link #toBigInteger}. */
    public static long low(BigInteger value) {
        return value.longValue();
    }

    public static long high(BigInteger value) {
        return value.shiftRight(64).longValue();
    }

    /**
     * Writes the decimal digits of an unsigned 128-bit number to the end of an array, without leading zeros.
     *
     * @return the position of the first digit; the array's length where the number is 0
     */
    static int unsignedDigits(long high, long low, byte[] digits) {
        int position = digits.length;
        int w3 = (int) (high >>> 32);
        int w2 = (int) high;
        int w1 = (int) (low >>> 32);
        int w0 = (int) low;
        while ((w3 | w2 | w1 | w0) != 0) {
            // schoolbook division by 10^9 in base 2^32
            long part = (w3 & LOW_32);
            w3 = (int) (part / 1_000_000_000);
            part = (part % 1_000_000_000) << 32 | (w2 & LOW_32);
            w2 = (int) (part / 1_000_000_000);
            part = (part % 1_000_000_000) << 32 | (w1 & LOW_32);
            w1 = (int) (part / 1_000_000_000);
            part = (part % 1_000_000_000) << 32 | (w0 & LOW_32);
            w0 = (int) (part / 1_000_000_000);
            int nine = (int) (part % 1_000_000_000);
            boolean last = (w3 | w2 | w1 | w0) == 0;
            for (int i = 0; last ? nine != 0 : i < 9; i++) {
                digits[--position] = (byte) ('0' + nine % 10);
                nine /= 10;
            }
        }
        return position;
    }
}
