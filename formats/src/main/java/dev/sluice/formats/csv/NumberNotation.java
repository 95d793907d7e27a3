package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;

/**
 * Numbers with a decimal separator of their own, and with or without one between thousands: {@code 1.234,50}. Groups are of
 * three digits, or there are none.
 */
final class NumberNotation implements Rewriter {
    private static final int GROUP = 3;

    private final byte decimal;
    private final byte[] thousands;

    /**
     * @param thousands empty where there is none
     */
    NumberNotation(byte decimal, byte[] thousands) {
        this.decimal = decimal;
        this.thousands = thousands;
    }

    @Override
    public boolean rewrite(byte[] data, int from, int to, ByteSink out) {
        int position = from;
        if (position < to && data[position] == '-') {
            out.write('-');
            position++;
        }
        if (position < to && (data[position] == 'N' || data[position] == 'I')) {
            out.write(data, position, to - position);
            return true;
        }
        position = whole(data, position, to, out);
        if (position >= 0 && position < to && data[position] == decimal) {
            out.write('.');
            int fraction = position + 1;
            position = digits(data, fraction, to, out);
            if (position == fraction) {
                return false;
            }
        }
        if (position < 0 || position < to && data[position] != 'e' && data[position] != 'E') {
            return false;
        }
        out.write(data, position, to - position);
        return true;
    }

    /** Takes the digits before the decimal separator; returns where they end, or -1 where their groups are odd. */
    private int whole(byte[] data, int from, int to, ByteSink out) {
        int position = digits(data, from, to, out);
        int first = position - from;
        while (isThousands(data, position, to)) {
            int group = position + thousands.length;
            position = digits(data, group, to, out);
            if (first == 0 || first > GROUP || position - group != GROUP) {
                return -1;
            }
        }
        return position;
    }

    private boolean isThousands(byte[] data, int at, int to) {
        return thousands.length > 0
                && at + thousands.length <= to
                && Arrays.equals(data, at, at + thousands.length, thousands, 0, thousands.length);
    }

    private static int digits(byte[] data, int from, int to, ByteSink out) {
        int position = from;
        while (position < to && data[position] >= '0' && data[position] <= '9') {
            position++;
        }
        out.write(data, from, position - from);
        return position;
    }
}
