package dev.sluice.formats.avro;

import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Int128;
import dev.sluice.spi.text.ValueParser;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Unscaled values of decimals: big-endian two's complement in bytes. */
final class Decimals {
    private static final int INT128_BYTES = 16;

    private Decimals() {}

    /** Appends a decimal of the type's own scale, or refuses it where the type has too few digits. */
    static void read(byte[] bytes, int start, int length, Type.Decimal type, ColumnBuilder out) {
        int end = start + length;
        int from = start;
        byte sign = (byte) (length > 0 && bytes[start] < 0 ? -1 : 0);
        while (end - from > INT128_BYTES && bytes[from] == sign) {
            from++;
        }
        int middle = Math.max(from, end - Long.BYTES);
        boolean narrow = end - from <= Long.BYTES;
        long high = narrow ? sign : bigEndian(bytes, from, middle, sign);
        long low = bigEndian(bytes, middle, end, narrow ? sign : 0);
        boolean fits = end - from <= INT128_BYTES
                && (end - from < INT128_BYTES || high < 0 == sign < 0)
                && append(high, low, type, out);
        if (!fits) {
            throw AvroProblem.refused("the decimal " + text(bytes, start, length, type.scale()) + " is no " + type);
        }
    }

    /** Appends a number that is written with another scale, or refuses it where the type has too few digits. */
    static void parse(String number, ValueParser parser, Type type, ColumnBuilder out) {
        byte[] text = number.getBytes(StandardCharsets.US_ASCII);
        if (!parser.parse(text, 0, text.length, out)) {
            throw AvroProblem.refused("the decimal " + number + " is no " + type);
        }
    }

    private static boolean append(long high, long low, Type.Decimal type, ColumnBuilder out) {
        switch (out) {
            case LongColumn.Builder longs -> {
                long limit = dev.sluice.spi.text.DecimalText.powerOfTen(type.precision());
                if (high != low >> Long.SIZE - 1 || low <= -limit || low >= limit) {
                    return false;
                }
                longs.append(low);
            }
            case Int128Column.Builder wides -> {
                if (!Limits.holds(high, low, type.precision())) {
                    return false;
                }
                wides.append(high, low);
            }
            default -> throw new IllegalStateException("decimals in " + out);
        }
        return true;
    }

    static long bigEndian(byte[] bytes, int from, int to, long start) {
        long value = start;
        for (int i = from; i < to; i++) {
            value = value << Byte.SIZE | bytes[i] & 0xFF;
        }
        return value;
    }

    /** The plain digits of a decimal of any size. */
    static String text(byte[] bytes, int start, int length, int scale) {
        BigInteger unscaled = length == 0 ? BigInteger.ZERO : new BigInteger(bytes, start, length);
        if (Math.abs((long) scale) > ValueParser.MAX_NUMERIC_DIGITS || length > ValueParser.MAX_NUMERIC_DIGITS / 2) {
            throw AvroProblem.refused("a decimal of more than " + ValueParser.MAX_NUMERIC_DIGITS + " digits");
        }
        return new BigDecimal(unscaled, scale).toPlainString();
    }

    /** Writes the shortest bytes that hold a 128-bit value, with their length before. */
    static void write(ByteSink out, long high, long low) {
        int length = length(high, low);
        Varints.write(out, length);
        byte[] target = out.reserve(length);
        int end = out.length() + length;
        for (int i = 0; i < length; i++) {
            long half = i < Long.BYTES ? low : high;
            target[end - 1 - i] = (byte) (half >> (i & 7) * Byte.SIZE);
        }
        out.setLength(end);
    }

    private static int length(long high, long low) {
        if (high == low >> Long.SIZE - 1) {
            return (Long.SIZE - Long.numberOfLeadingZeros(low ^ low >> Long.SIZE - 1)) / Byte.SIZE + 1;
        }
        return Long.BYTES + (Long.SIZE - Long.numberOfLeadingZeros(high ^ high >> Long.SIZE - 1)) / Byte.SIZE + 1;
    }

    /** Powers of ten in 128 bits. */
    private static final class Limits {
        private static final long[] HIGH = new long[Type.Decimal.MAX_PRECISION + 1];
        private static final long[] LOW = new long[Type.Decimal.MAX_PRECISION + 1];

        static {
            for (int i = 0; i < HIGH.length; i++) {
                HIGH[i] = Int128.high(BigInteger.TEN.pow(i));
                LOW[i] = Int128.low(BigInteger.TEN.pow(i));
            }
        }

        static boolean holds(long high, long low, int precision) {
            long magnitudeLow = high < 0 ? -low : low;
            long magnitudeHigh = high < 0 ? ~high + (low == 0 ? 1 : 0) : high;
            return magnitudeHigh >= 0
                    && (magnitudeHigh < HIGH[precision]
                            || magnitudeHigh == HIGH[precision]
                                    && Long.compareUnsigned(magnitudeLow, LOW[precision]) < 0);
        }
    }
}
