package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.text.DecimalText;

/**
 * {@code numeric} from unscaled values in a long, or from whole numbers: digits of base 10,000 by arithmetic alone. A long
 * has at most six of them, so that measuring can keep each value's digits in two longs for writing.
 */
final class LongNumericEncoder extends ColumnEncoder {
    private static final int BASE = 10_000;
    private static final int DIGITS_PER_LONG = 4;

    private final int scale;
    private final int fractionDigits;
    private final long lastUnit;
    private final int lastFiller;
    private Column column;

    private long[] headers = new long[0];
    /** The four least significant digits of each value, the last one in the lowest 16 bits; trailing zeros left out. */
    private long[] lowDigits = new long[0];
    /** The digits above those. */
    private long[] highDigits = new long[0];

    LongNumericEncoder(int scale) {
        this.scale = scale;
        this.fractionDigits = (scale + 3) / 4;
        int decimalsOfLast = scale - 4 * Math.max(0, fractionDigits - 1);
        this.lastUnit = DecimalText.powerOfTen(decimalsOfLast);
        this.lastFiller = (int) DecimalText.powerOfTen(4 - decimalsOfLast);
    }

    @Override
    void bind(Column bound) {
        column = bound;
    }

    @Override
    void measure(int from, int count, int[] sizes) {
        if (headers.length < count) {
            headers = new long[count];
            lowDigits = new long[count];
            highDigits = new long[count];
        }
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            sizes[i] += 4;
            if (nulls == null || !nulls[from + i]) {
                sizes[i] += NumericText.HEADER + Short.BYTES * split(i, value(from + i));
            }
        }
    }

    private long value(int row) {
        return column instanceof LongColumn longs ? longs.get(row) : ((IntColumn) column).get(row);
    }

    /** Takes a value's digits apart, from the last one; returns how many are left without zeros at either end. */
    private int split(int slot, long value) {
        long rest = value < 0 ? value : -value; // negative, since the smallest long has no positive counterpart
        long low = 0;
        long high = 0;
        int count = 0;
        int weight = -1 - fractionDigits;
        if (fractionDigits > 0) {
            long quotient = rest / lastUnit;
            low = (quotient * lastUnit - rest) * lastFiller;
            count = low == 0 ? 0 : 1;
            rest = quotient;
            weight++;
        }
        while (rest != 0) {
            long quotient = rest / BASE;
            long digit = quotient * BASE - rest;
            if (count < DIGITS_PER_LONG) {
                low |= digit << Short.SIZE * count;
            } else {
                high |= digit << Short.SIZE * (count - DIGITS_PER_LONG);
            }
            count += (digit | count) == 0 ? 0 : 1;
            rest = quotient;
            weight++;
        }
        headers[slot] = NumericText.header(count, weight, value < 0, scale);
        lowDigits[slot] = low;
        highDigits[slot] = high;
        return count;
    }

    @Override
    void write(int from, int count, byte[] out, int[] positions) {
        boolean[] nulls = column.nulls();
        for (int i = 0; i < count; i++) {
            int at = positions[i];
            if (nulls != null && nulls[from + i]) {
                Wire.putInt(out, at, Wire.NULL);
                positions[i] = at + 4;
                continue;
            }
            long header = headers[i];
            int digits = NumericText.digits(header);
            Wire.putInt(out, at, NumericText.HEADER + Short.BYTES * digits);
            Wire.putLong(out, at + 4, header);
            at += 4 + NumericText.HEADER;
            for (; digits > DIGITS_PER_LONG; digits--, at += Short.BYTES) {
                Wire.putShort(out, at, (int) (highDigits[i] >>> Short.SIZE * (digits - DIGITS_PER_LONG - 1)));
            }
            long low = lowDigits[i];
            for (; digits > 0; digits--, at += Short.BYTES) {
                Wire.putShort(out, at, (int) (low >>> Short.SIZE * (digits - 1)));
            }
            positions[i] = at;
        }
    }
}
