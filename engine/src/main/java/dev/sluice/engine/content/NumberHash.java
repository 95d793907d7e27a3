package dev.sluice.engine.content;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Hashes numbers by their values: a column that is widened keeps the hashes of its rows. */
final class NumberHash {
    /** A sign, a point and a zero before it, and the most digits of a DECIMAL: longer texts can't be the values of one. */
    private static final int LONGEST_DECIMAL = 38 + 3;

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
        boolean isPlain = end - from <= LONGEST_DECIMAL;
        for (int i = from; isPlain && i < end; i++) {
            isPlain = text[i] >= '0' && text[i] <= '9' || text[i] == '.' || text[i] == '-';
        }
        return isPlain
                ? of(seed, new BigDecimal(new String(text, from, end - from, StandardCharsets.ISO_8859_1)))
                : Mixing.mix(seed, text, from, end - from);
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
