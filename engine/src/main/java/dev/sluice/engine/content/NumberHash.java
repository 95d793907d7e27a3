package dev.sluice.engine.content;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Hashes numbers by their values: a column that is widened keeps the hashes of its rows. */
final class NumberHash {
    /** A sign, a point and a zero before it, and the most digits of a DECIMAL: longer texts can't be the values of one. */
    private static final int LONGEST_DECIMAL = 38 + 3;

    /** So many digits, one of which may be a point, always fit into a long. */
    private static final int LONGEST_IN_LONG = 18;

    private NumberHash() {}

    static long of(long seed, double value) {
        long whole = (long) value;
        long bits = Double.doubleToLongBits(value);
        boolean isWhole = whole == value && bits != Double.doubleToLongBits(-0.0);
        return isWhole ? Mixing.mix(seed, whole) : Mixing.mix(Mixing.mix(seed, bits), -1);
    }

    static long of(long seed, long unscaled, int scale) {
        long digits = unscaled;
        int places = scale;
        while (places > 0 && digits % 10 == 0) {
            digits /= 10;
            places--;
        }
        long hash = Mixing.mix(seed, digits);
        return places == 0 ? hash : Mixing.mix(hash, places);
    }

    static long of(long seed, long high, long low, int scale) {
        if (high == low >> Long.SIZE - 1) {
            return of(seed, low, scale);
        }
        byte[] bytes =
                ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
        return of(seed, new BigDecimal(new BigInteger(bytes), scale));
    }

    /** What has an exponent, or is no number, is hashed as the text that it is. */
    static long of(long seed, byte[] text, int from, int length) {
        int end = from + Canonical.numericLength(text, from, length);
        int first = from < end && text[from] == '-' ? from + 1 : from;
        long digits = 0;
        int point = end;
        for (int i = first; i < end; i++) {
            if (text[i] == '.' && point == end) {
                point = i;
            } else if (text[i] < '0' || text[i] > '9' || end - from > LONGEST_DECIMAL) {
                return Mixing.mix(seed, text, from, end - from);
            } else {
                digits = digits * 10 + text[i] - '0';
            }
        }
        return end - first <= LONGEST_IN_LONG
                ? of(seed, first == from ? digits : -digits, Math.max(0, end - point - 1))
                : of(seed, new BigDecimal(new String(text, from, end - from, StandardCharsets.ISO_8859_1)));
    }

    private static long of(long seed, BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        BigDecimal shortest = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        BigInteger unscaled = shortest.unscaledValue();
        if (unscaled.bitLength() < Long.SIZE) {
            return of(seed, unscaled.longValue(), shortest.scale());
        }
        byte[] bytes = unscaled.toByteArray();
        return Mixing.mix(Mixing.mix(seed, bytes, 0, bytes.length), shortest.scale());
    }
}
