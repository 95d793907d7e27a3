package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.text.ByteSink;

/** The binary form of {@code numeric} from canonical decimal text of any length. */
final class NumericText {
    static final int HEADER = 8;
    static final int MAX_WHOLE_DIGITS = 131_072;
    static final int MAX_SCALE = 16_383;

    private static final int NEGATIVE = 0x4000;
    private static final int NAN = 0xC000;
    private static final int INFINITY = 0xD000;
    private static final int NEGATIVE_INFINITY = 0xF000;

    private NumericText() {}

    /**
     * The fixed part before the digits, to be written as one long.
     *
     * @param weight of the first digit, as a power of 10,000; a zero has no digits and weight 0
     */
    static long header(int digits, int weight, boolean negative, int scale) {
        long shownWeight = digits == 0 ? 0 : weight & 0xFFFF;
        return (long) digits << 48 | shownWeight << 32 | (negative ? NEGATIVE << 16 : 0) | scale;
    }

    /** How many digits follow a header. */
    static int digits(long header) {
        return (int) (header >>> 48);
    }

    /**
     * Appends a number.
     *
     * @param text an optional minus sign, digits, and at most one point with digits behind it; or NaN, Infinity, -Infinity
     * @return false, with nothing appended, where the number has more digits than PostgreSQL keeps
     */
    static boolean encode(byte[] text, int from, int to, ByteSink out) {
        boolean negative = text[from] == '-';
        int start = negative ? from + 1 : from;
        if (text[start] == 'N' || text[start] == 'I') {
            special(text[start] == 'N' ? NAN : negative ? NEGATIVE_INFINITY : INFINITY, out);
            return true;
        }
        int point = start;
        while (point < to && text[point] != '.') {
            point++;
        }
        int scale = Math.max(0, to - point - 1);
        while (start < point && text[start] == '0') {
            start++;
        }
        int whole = point - start;
        if (whole > MAX_WHOLE_DIGITS || scale > MAX_SCALE) {
            return false;
        }
        int wholeDigits = (whole + 3) / 4;
        int digits = wholeDigits + (scale + 3) / 4;
        byte[] target = out.reserve(HEADER + 2 * digits);
        int at = out.length() + HEADER;
        int first = -1;
        int last = -1;
        for (int digit = 0; digit < digits; digit++) {
            int value = 0;
            int position =
                    digit < wholeDigits ? point - 4 * (wholeDigits - digit) : point + 1 + 4 * (digit - wholeDigits);
            for (int i = position; i < position + 4; i++) {
                boolean written = i >= start && i < to;
                value = value * 10 + (written ? text[i] - '0' : 0);
            }
            if (value != 0) {
                first = first < 0 ? digit : first;
                last = digit;
            }
            if (first >= 0) {
                Wire.putShort(target, at + 2 * (digit - first), value);
            }
        }
        int count = first < 0 ? 0 : last - first + 1;
        long header = header(count, wholeDigits - 1 - first, negative && count > 0, scale);
        Wire.putLong(target, out.length(), header);
        out.setLength(at + 2 * count);
        return true;
    }

    private static void special(int sign, ByteSink out) {
        byte[] target = out.reserve(HEADER);
        Wire.putLong(target, out.length(), (long) sign << 16);
        out.setLength(out.length() + HEADER);
    }
}
