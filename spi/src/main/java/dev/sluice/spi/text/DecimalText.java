package dev.sluice.spi.text;

import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;

/** Exact decimals as plain digits: never an exponent, always as many digits after the point as the scale says. */
public final class DecimalText {
    private static final int MAX_DIGITS = 40;
    private static final long[] POWERS_OF_TEN = new long[19];

    static {
        POWERS_OF_TEN[0] = 1;
        for (int i = 1; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = POWERS_OF_TEN[i - 1] * 10;
        }
    }

    private DecimalText() {}

    /** 10 to the power of {@code exponent}, 0 to 18. */
    public static long powerOfTen(int exponent) {
        return POWERS_OF_TEN[exponent];
    }

    public static void append(ByteSink out, long unscaled, int scale) {
        int length = length(unscaled, scale);
        put(out.reserve(length), out.length(), length, unscaled, scale);
        out.setLength(out.length() + length);
    }

    /** How many bytes the text of an unscaled value takes; the scale is 0 to 18. */
    public static int length(long unscaled, int scale) {
        if (scale == 0) {
            return IntegerText.length(unscaled);
        }
        long magnitude = unscaled == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(unscaled);
        return (unscaled < 0 ? 2 : 1) + Math.max(scale + 1, IntegerText.digits(magnitude));
    }

    /**
     * Writes the text of an unscaled value where there is room for it.
     *
     * @param length what {@link #length} says of the value
     */
    public static void put(byte[] target, int position, int length, long unscaled, int scale) {
        if (scale == 0) {
            IntegerText.put(target, position, length, unscaled);
            return;
        }
        if (unscaled == Long.MIN_VALUE) {
            ByteSink text = new ByteSink(length);
            append(text, -1, unscaled, scale);
            System.arraycopy(text.array(), 0, target, position, length);
            return;
        }
        if (unscaled < 0) {
            target[position] = '-';
        }
        int end = position + length;
        int left = scale;
        long rest = Math.abs(unscaled);
        for (; left >= 2; left -= 2) {
            long hundreds = rest / 100;
            end -= 2;
            IntegerText.putPair(target, end, (int) (rest - hundreds * 100));
            rest = hundreds;
        }
        if (left > 0) {
            long tens = rest / 10;
            target[--end] = (byte) ('0' + (rest - tens * 10));
            rest = tens;
        }
        target[--end] = '.';
        IntegerText.putDigits(target, end, rest);
    }

    /** Writes a 128-bit unscaled value. */
    public static void append(ByteSink out, long high, long low, int scale) {
        long magnitudeHigh = high;
        long magnitudeLow = low;
        if (high < 0) {
            out.write('-');
            magnitudeLow = -low;
            magnitudeHigh = ~high + (low == 0 ? 1 : 0);
        }
        byte[] digits = new byte[MAX_DIGITS];
        int start = Int128.unsignedDigits(magnitudeHigh, magnitudeLow, digits);
        int whole = digits.length - start - scale;
        if (whole <= 0) {
            out.write('0');
        } else {
            out.write(digits, start, whole);
        }
        if (scale > 0) {
            out.write('.');
            for (int i = whole; i < 0; i++) {
                out.write('0');
            }
            int fraction = Math.min(scale, digits.length - start);
            out.write(digits, digits.length - fraction, fraction);
        }
    }

    /**
     * Appends the number in {@code bytes[from … to)} (an optional minus sign, digits, at most one point) in the storage of
     * {@code type}, of precision 18 at most. Zeros beyond the scale are dropped; other digits there are refused.
     *
     * @return false, with nothing appended, where that isn't exactly a value of the type
     */
    public static boolean parse(byte[] bytes, int from, int to, Type.Decimal type, LongColumn.Builder out) {
        int position = from;
        boolean negative = position < to && bytes[position] == '-';
        if (negative) {
            position++;
        }
        long limit = POWERS_OF_TEN[type.precision()];
        int scale = type.scale();
        int point = to - 1 - scale;
        if (Digits.canParse(point, point - position) && Digits.canParse(to, scale) && bytes[point] == '.') {
            long whole = Digits.parse(bytes, point, point - position);
            long rest = Digits.parse(bytes, to, scale);
            long unscaled = whole * POWERS_OF_TEN[scale] + rest;
            if ((whole | rest) < 0 || unscaled >= limit) {
                return false;
            }
            out.append(negative ? -unscaled : unscaled);
            return true;
        }
        return parseDigits(bytes, position, to, negative, type, out);
    }

    private static boolean parseDigits(
            byte[] bytes, int from, int to, boolean negative, Type.Decimal type, LongColumn.Builder out) {
        int position = from;
        long limit = POWERS_OF_TEN[type.precision()];
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; position < to; position++) {
            byte next = bytes[position];
            int digit = next - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (fraction == type.scale()) {
                    if (digit != 0) {
                        return false;
                    }
                    continue;
                }
                value = value * 10 + digit;
                if (value >= limit) {
                    return false;
                }
                if (fraction >= 0) {
                    fraction++;
                }
            } else if (next == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return false;
            }
        }
        if (digits == 0) {
            return false;
        }
        int missing = type.scale() - Math.max(0, fraction);
        if (missing > 0) {
            if (value >= POWERS_OF_TEN[type.precision() - missing]) {
                return false;
            }
            value *= POWERS_OF_TEN[missing];
        }
        out.append(negative ? -value : value);
        return true;
    }

    /** The same for precisions above 18. */
    public static boolean parse(byte[] bytes, int from, int to, Type.Decimal type, Int128Column.Builder out) {
        int position = from;
        boolean negative = position < to && bytes[position] == '-';
        if (negative) {
            position++;
        }
        long high = 0;
        long low = 0;
        int digits = 0;
        int significant = 0;
        int fraction = -1;
        for (; position < to; position++) {
            byte next = bytes[position];
            int digit = next - '0';
            if (digit >= 0 && digit <= 9) {
                digits++;
                if (fraction == type.scale()) {
                    if (digit != 0) {
                        return false;
                    }
                    continue;
                }
                if (fraction >= 0) {
                    fraction++;
                }
                if (significant > 0 || digit > 0) {
                    if (++significant > type.precision()) {
                        return false;
                    }
                }
                high = timesTenHigh(high, low);
                low *= 10;
                low += digit;
                if (Long.compareUnsigned(low, digit) < 0) {
                    high++;
                }
            } else if (next == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return false;
            }
        }
        if (digits == 0) {
            return false;
        }
        for (int missing = type.scale() - Math.max(0, fraction); missing > 0; missing--) {
            if (significant > 0 && ++significant > type.precision()) {
                return false;
            }
            high = timesTenHigh(high, low);
            low *= 10;
        }
        if (negative) {
            out.append(~high + (low == 0 ? 1 : 0), -low);
        } else {
            out.append(high, low);
        }
        return true;
    }

    private static long timesTenHigh(long high, long low) {
        return high * 10 + Math.unsignedMultiplyHigh(low, 10);
    }
}
