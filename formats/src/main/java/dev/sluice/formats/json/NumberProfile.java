package dev.sluice.formats.json;

import dev.sluice.formats.DoubleDigits;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.util.Optional;

/** What the numbers of a column looked like. Not thread-safe. */
final class NumberProfile {
    private boolean any;
    private boolean exponents;
    private boolean hugeExponents;
    private boolean keptByDouble = true;
    private boolean fixedPoint;
    private boolean beyondLong;
    private int wholeDigits = 1;
    private int scale;

    /** Takes note of the number that the cursor just moved over. */
    void observe(JsonCursor in, int start) {
        any = true;
        byte[] bytes = in.bytes();
        keptByDouble = keptByDouble && DoubleDigits.areKept(bytes, start, in.position());
        if (in.hasExponent()) {
            exponents = true;
            observePlain(ExponentText.number(bytes, start, in.position()));
            return;
        }
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

    /** The digits that a number with an exponent has without it, should a double not hold the column. */
    private void observePlain(Optional<BigDecimal> number) {
        hugeExponents |= number.isEmpty();
        number.ifPresent(plain -> {
            wholeDigits = Math.max(wholeDigits, plain.precision() - plain.scale());
            scale = Math.max(scale, plain.scale());
        });
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
        if (exponents && keptByDouble) {
            return Type.FLOAT64;
        }
        if (hugeExponents) {
            return Type.STRING; // which keeps numbers as they are written
        }
        if (!exponents && !fixedPoint && !beyondLong) {
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
