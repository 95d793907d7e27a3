package dev.sluice.spi.text;

import dev.sluice.spi.data.LongColumn;

/** Whole numbers as decimal digits. */
public final class IntegerText {
    private static final int MAX_DIGITS = 20;

    private IntegerText() {}

    public static void append(ByteSink out, long value) {
        byte[] target = out.reserve(MAX_DIGITS);
        int position = out.length();
        if (value < 0) {
            target[position++] = '-';
        }
        int digits = digits(value);
        long rest = value < 0 ? value : -value;
        for (int i = position + digits - 1; i >= position; i--) {
            long next = rest / 10;
            target[i] = (byte) ('0' + (next * 10 - rest));
            rest = next;
        }
        out.setLength(position + digits);
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

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        return digits;
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
