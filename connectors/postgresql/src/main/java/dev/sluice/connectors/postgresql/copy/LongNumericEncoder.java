package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.DecimalText;

/** {@code numeric} from unscaled values in a long, or from whole numbers: digits of base 10,000 by arithmetic alone. */
final class LongNumericEncoder extends ScratchEncoder {
    private static final int BASE = 10_000;
    /** Where the digit for 0 to 9999 stands; up to five digits before it, up to four behind. */
    private static final int UNITS = 5;

    /** Above it, a fraction filled up to whole digits may not fit a long. */
    private static final int MAX_FAST_SCALE = 16;

    private final int scale;
    private final int fractionDigits;
    private final long unit;
    private final long filler;
    private final short[] digits = new short[UNITS + 1 + MAX_FAST_SCALE / 4];
    private final ByteSink text = new ByteSink(48);
    private Column column;

    LongNumericEncoder(int scale) {
        this.scale = scale;
        this.fractionDigits = (scale + 3) / 4;
        this.unit = DecimalText.powerOfTen(scale);
        this.filler = DecimalText.powerOfTen(fractionDigits * 4 - scale);
    }

    @Override
    void bind(Column bound) {
        column = bound;
    }

    @Override
    boolean isNull(int row) {
        return column.isNull(row);
    }

    @Override
    void encode(int row) {
        long value = column instanceof LongColumn longs ? longs.get(row) : ((IntColumn) column).get(row);
        if (value == Long.MIN_VALUE || scale > MAX_FAST_SCALE) {
            text.clear();
            DecimalText.append(text, value, scale);
            NumericText.encode(text.array(), 0, text.length(), scratch);
            return;
        }
        long magnitude = Math.abs(value);
        long whole = magnitude / unit;
        long fraction = (magnitude - whole * unit) * filler;
        int last = UNITS + fractionDigits;
        for (int i = last; i > UNITS; i--) {
            long rest = fraction / BASE;
            digits[i] = (short) (fraction - rest * BASE);
            fraction = rest;
        }
        int first = UNITS + 1;
        while (whole != 0) {
            long rest = whole / BASE;
            digits[--first] = (short) (whole - rest * BASE);
            whole = rest;
        }
        while (first <= last && digits[first] == 0) {
            first++;
        }
        while (last >= first && digits[last] == 0) {
            last--;
        }
        append(value < 0, first, last);
    }

    private void append(boolean negative, int first, int last) {
        int count = last - first + 1;
        byte[] out = scratch.reserve(NumericText.HEADER + 2 * Math.max(0, count));
        int at = scratch.length();
        NumericText.putHeader(out, at, count, UNITS - first, negative, scale);
        at += NumericText.HEADER;
        for (int i = first; i <= last; i++) {
            Wire.putShort(out, at, digits[i]);
            at += 2;
        }
        scratch.setLength(at);
    }
}
