package dev.sluice.spi.text;

import dev.sluice.spi.data.LongColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Whole numbers as decimal digits. */
public final class IntegerText {
    private static final VarHandle PAIRS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    /** The digits of 0 to 99, the first in the lower byte. */
    private static final short[] PAIR = new short[100];

    static {
        for (int i = 0; i < PAIR.length; i++) {
            PAIR[i] = (short) ('0' + i / 10 | '0' + i % 10 << Byte.SIZE);
        }
    }

    private IntegerText() {}

    public static void append(ByteSink out, long value) {
        int length = length(value);
        put(out.reserve(length), out.length(), length, value);
        out.setLength(out.length() + length);
    }

    /** How many bytes the text of a value takes. */
    public static int length(long value) {
        return value < 0 ? 1 + digits(value == Long.MIN_VALUE ? Long.MAX_VALUE : -value) : digits(value);
    }

    /**
     * Writes the text of a value where there is room for it.
     *
     * @param length what {@link #length} says of the value
     */
    public static void put(byte[] target, int position, int length, long value) {
        int end = position + length;
        long rest = value;
        if (value < 0) {
            target[position] = '-';
            if (value == Long.MIN_VALUE) { // its magnitude fits no long
                target[--end] = '8';
                rest = value / 10;
            }
            rest = -rest;
        }
        putDigits(target, end, rest);
    }

    /** Writes the digits of a value from 0 so that they end before a position. */
    static void putDigits(byte[] target, int to, long value) {
        int end = to;
        long rest = value;
        while (rest > Integer.MAX_VALUE) {
            long hundreds = rest / 100;
            end -= 2;
            PAIRS.set(target, end, PAIR[(int) (rest - hundreds * 100)]);
            rest = hundreds;
        }
        int small = (int) rest;
        while (small >= 10) {
            int hundreds = small / 100;
            end -= 2;
            PAIRS.set(target, end, PAIR[small - hundreds * 100]);
            small = hundreds;
        }
        if (end == to || small > 0) {
            target[end - 1] = (byte) ('0' + small);
        }
    }

    /** Writes two digits of a value from 0 to 99. */
    static void putPair(byte[] target, int position, int value) {
        PAIRS.set(target, position, PAIR[value]);
    }

    /** Writes a value from 0 with leading zeros to a width. */
    static void appendPadded(ByteSink out, int value, int width) {
        byte[] target = out.reserve(width);
        int rest = value;
        for (int i = out.length() + width - 1; i >= out.length(); i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        out.setLength(out.length() + width);
    }

    /** How many digits a value from 0 has; the binary logarithm times log10(2) is that or one less. */
    static int digits(long value) {
        int least = (Long.SIZE - Long.numberOfLeadingZeros(value | 1)) * 1233 >>> 12;
        return value == 0 ? 1 : least + (value >= DecimalText.powerOfTen(least) ? 1 : 0);
    }

    /**
     * Appends the number written in {@code bytes[from … to)}: an optional minus sign, then digits only.
     *
     * @return false, with nothing appended, where that isn't a number that fits a long
     */
    public static boolean parse(byte[] bytes, int from, int to, LongColumn.Builder out) {
        int position = from;
        boolean negative = position < to && bytes[position] == '-';
        if (negative) {
            position++;
        }
        int digits = to - position;
        if (Digits.canParse(to, digits)) {
            long magnitude = Digits.parse(bytes, to, digits);
            if (magnitude == Digits.INVALID) {
                return false;
            }
            out.append(negative ? -magnitude : magnitude);
            return true;
        }
        if (digits < 1 || digits > 19) {
            return false;
        }
        long value = 0;
        for (; position < to; position++) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9) {
                return false;
            }
            value = value * 10 - digit;
        }
        if (digits == 19 && value > 0 || !negative && value == Long.MIN_VALUE) {
            return false;
        }
        out.append(negative ? value : -value);
        return true;
    }
}
