package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.Column;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code interval} from ISO-8601 durations: microseconds, days and months, each with a sign of its own. */
final class IntervalEncoder extends FixedWidthEncoder {
    private static final int WIDTH = 16;
    private static final String NUMBER = "([+-]?\\d+)";
    private static final Pattern ISO =
            Pattern.compile("([+-]?)P(?=.)(?:" + NUMBER + "Y)?(?:" + NUMBER + "M)?(?:" + NUMBER + "W)?(?:" + NUMBER
                    + "D)?(?:T(?=.)(?:" + NUMBER + "H)?(?:" + NUMBER + "M)?(?:([+-]?\\d+(?:\\.\\d+)?)S)?)?");
    private static final int MICRO_DIGITS = 6;

    private BytesColumn column;

    IntervalEncoder() {
        super(WIDTH);
    }

    @Override
    void bind(Column bound) {
        column = (BytesColumn) bound;
        nulls = bound.nulls();
    }

    @Override
    void write(int from, int count, byte[] out, int[] positions) {
        for (int i = 0; i < count; i++) {
            int at = positions[i];
            if (isNull(from + i)) {
                Wire.putInt(out, at, Wire.NULL);
                positions[i] = at + 4;
            } else {
                Wire.putInt(out, at, WIDTH);
                put(from + i, out, at + 4);
                positions[i] = at + 4 + WIDTH;
            }
        }
    }

    private void put(int row, byte[] out, int at) {
        String text = column.text(row);
        Matcher parts = ISO.matcher(text);
        if (!parts.matches()) {
            throw refused(row, text);
        }
        long sign = parts.group(1).equals("-") ? -1 : 1;
        try {
            long months = Math.addExact(Math.multiplyExact(number(parts, 2), 12), number(parts, 3));
            long days = Math.addExact(Math.multiplyExact(number(parts, 4), 7), number(parts, 5));
            long minutes = Math.addExact(Math.multiplyExact(number(parts, 6), 60), number(parts, 7));
            String seconds = parts.group(8) == null ? "0" : parts.group(8);
            long micros = Math.addExact(
                    Math.multiplyExact(minutes, 60_000_000L),
                    new BigDecimal(seconds).movePointRight(MICRO_DIGITS).longValueExact());
            Wire.putLong(out, at, sign * micros);
            Wire.putInt(out, at + 8, Math.toIntExact(sign * days));
            Wire.putInt(out, at + 12, Math.toIntExact(sign * months));
        } catch (ArithmeticException e) {
            throw refused(row, text);
        }
    }

    private static long number(Matcher parts, int group) {
        return parts.group(group) == null ? 0 : Long.parseLong(parts.group(group));
    }

    private static RefusedValue refused(int row, String text) {
        return new RefusedValue(
                row,
                "'" + text + "'",
                "it is no interval that PostgreSQL keeps to the microsecond",
                "declare the column as string under columns");
    }
}
