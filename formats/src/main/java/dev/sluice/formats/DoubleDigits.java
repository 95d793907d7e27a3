package dev.sluice.formats;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Tells numbers that a double gives back as they are written from those of which it keeps a neighbour. Stateless. */
public final class DoubleDigits {
    /** Any number of this many digits comes back from a double that isn't subnormal. */
    private static final int ALWAYS_KEPT = 15;
    /** No double is written with more. */
    private static final int MOST = 17;
    /** Together with an exponent of two digits, numbers of this length are far from a double's limits. */
    private static final int SHORT = 100;

    private DoubleDigits() {}

    /**
     * Whether a number is the same once it was a double: written with as many digits none of them changes, and it becomes
     * neither 0 nor infinite. Zeros at the end are no digits in this sense; NaN and infinities are kept.
     *
     * @param bytes a number with or without a sign, a point and an exponent in {@code bytes[from … to)}
     */
    public static boolean areKept(byte[] bytes, int from, int to) {
        int digits = 0;
        int significant = 0;
        int position = from;
        for (; position < to && (bytes[position] | 0x20) != 'e'; position++) {
            byte next = bytes[position];
            if (next > '0' && next <= '9') {
                significant = ++digits;
            } else if (next == '0' && digits > 0) {
                digits++;
            }
        }
        if (significant == 0 || significant > MOST) {
            return significant == 0;
        }
        if (significant <= ALWAYS_KEPT && position - from <= SHORT && isSmallExponent(bytes, position, to)) {
            return true;
        }
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        double value = Double.parseDouble(text);
        if (value == 0 || Double.isInfinite(value)) {
            return false;
        }
        return significant <= ALWAYS_KEPT && Math.abs(value) >= Double.MIN_NORMAL
                || text.equals(Double.toString(value))
                || new BigDecimal(value)
                                .round(new MathContext(significant, RoundingMode.HALF_EVEN))
                                .compareTo(new BigDecimal(text))
                        == 0;
    }

    /** Whether there are at most two digits after a letter and a sign, or nothing at all. */
    private static boolean isSmallExponent(byte[] bytes, int from, int to) {
        return to - from <= 3 || to - from == 4 && (bytes[from + 1] == '-' || bytes[from + 1] == '+');
    }
}
