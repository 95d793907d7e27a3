package dev.sluice.formats.json;

import dev.sluice.spi.data.Type;

/** What the numbers of a column looked like. Not thread-safe. */
final class NumberProfile {
    private boolean any;
    private boolean floating;
    private boolean fixedPoint;
    private boolean beyondLong;
    private int wholeDigits = 1;
    private int scale;

    /** Takes note of the number that the cursor just moved over. */
    void observe(JsonCursor in, int start) {
        any = true;
        if (in.hasExponent()) {
            floating = true;
            return;
        }
        byte[] bytes = in.bytes();
        int first = bytes[start] == '-' ? start + 1 : start;
        int end = in.position();
        int point = first;
        while (point < end && bytes[point] != '.') {
            point++;
        }
        wholeDigits = Math.max(wholeDigits, point - first);
        if (in.hasFraction()) {
            fixedPoint = true;
            scale = Math.max(scale, end - point - 1);
        } else {
            beyondLong |= !fitsLong(in, start);
        }
    }

    private static boolean fitsLong(JsonCursor in, int start) {
        int length = in.position() - start;
        if (length <= 18) {
            return true;
        }
        if (length > 20) {
            return false;
        }
        try {
            Long.parseLong(new String(in.bytes(), start, length, java.nio.charset.StandardCharsets.ISO_8859_1));
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    boolean any() {
        return any;
    }

    Type type(boolean complete) {
        if (floating) {
            return Type.FLOAT64;
        }
        if (!fixedPoint && !beyondLong) {
            return Type.INT64;
        }
        int precision = wholeDigits + scale;
        if (precision > Type.Decimal.MAX_PRECISION) {
            return Type.NUMERIC;
        }
        if (complete) {
            return new Type.Decimal(precision, scale);
        }
        // records not looked at may have larger numbers: the room costs nothing
        boolean fitsLong = precision <= Type.Decimal.MAX_LONG_PRECISION;
        return new Type.Decimal(fitsLong ? Type.Decimal.MAX_LONG_PRECISION : Type.Decimal.MAX_PRECISION, scale);
    }
}
