package dev.sluice.spi.text;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.BytesColumn;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads values of one type from text: the inverse of {@link ValueWriter}. Exact or not at all: a number that the type
 * can't hold, a digit beyond the scale, a date that doesn't exist is refused, never rounded. Stateless.
 */
@FunctionalInterface
public interface ValueParser {
    /** More digits than any system keeps; an exponent beyond would only fill the memory with zeros. */
    int MAX_NUMERIC_DIGITS = 200_000;

    /**
     * Appends the value written in {@code bytes[from … to)}.
     *
     * @return false, with nothing appended, where the text isn't a value of the type
     */
    boolean parse(byte[] bytes, int from, int to, ColumnBuilder out);

    /**
     * A parser for a type.
     *
     * @throws IllegalArgumentException for LIST, STRUCT and MAP, whose text is JSON and read by a JSON parser
     */
    static ValueParser of(Type type) {
        return switch (type) {
            case Type.Simple.BOOLEAN ->
                (bytes, from, to, out) -> parseBoolean(bytes, from, to, (BooleanColumn.Builder) out);
            case Type.Simple.INT8 -> integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case Type.Simple.INT16 -> integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case Type.Simple.INT32 -> integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case Type.Simple.INT64 ->
                (bytes, from, to, out) -> IntegerText.parse(bytes, from, to, (LongColumn.Builder) out);
            case Type.Simple.FLOAT32 ->
                (bytes, from, to, out) -> parseFloat(bytes, from, to, (FloatColumn.Builder) out);
            case Type.Simple.FLOAT64 ->
                (bytes, from, to, out) -> parseDouble(bytes, from, to, (DoubleColumn.Builder) out);
            case Type.Simple.NUMERIC ->
                (bytes, from, to, out) -> parseNumeric(bytes, from, to, (BytesColumn.Builder) out);
            case Type.Simple.JSON, Type.Simple.INTERVAL -> ValueParser::copy;
            case Type.Text(int maxLength) when maxLength == Type.Text.UNLIMITED -> ValueParser::copy;
            case Type.Text(int maxLength) ->
                (bytes, from, to, out) -> codePoints(bytes, from, to) <= maxLength && copy(bytes, from, to, out);
            case Type.Simple.BINARY ->
                (bytes, from, to, out) -> parseBase64(bytes, from, to, (BytesColumn.Builder) out);
            case Type.Simple.UUID ->
                (bytes, from, to, out) -> UuidText.parse(bytes, from, to, (Int128Column.Builder) out);
            case Type.Simple.DATE ->
                (bytes, from, to, out) -> TemporalText.parseDate(bytes, from, to, (IntColumn.Builder) out);
            case Type.Decimal decimal
            when decimal.fitsLong() ->
                (bytes, from, to, out) -> DecimalText.parse(bytes, from, to, decimal, (LongColumn.Builder) out);
            case Type.Decimal decimal ->
                (bytes, from, to, out) -> DecimalText.parse(bytes, from, to, decimal, (Int128Column.Builder) out);
            case Type.Time(int precision) ->
                (bytes, from, to, out) -> TemporalText.parseTime(bytes, from, to, precision, (LongColumn.Builder) out);
            case Type.Timestamp(int precision)
            when precision <= 6 ->
                (bytes, from, to, out) ->
                        TemporalText.parseTimestamp(bytes, from, to, precision, (LongColumn.Builder) out);
            case Type.Timestamp(int precision) ->
                (bytes, from, to, out) ->
                        TemporalText.parseTimestamp(bytes, from, to, precision, (NanoTimestampColumn.Builder) out);
            case Type.TimestampTz(int precision)
            when precision <= 6 ->
                (bytes, from, to, out) ->
                        TemporalText.parseInstant(bytes, from, to, precision, (LongColumn.Builder) out);
            case Type.TimestampTz(int precision) ->
                (bytes, from, to, out) ->
                        TemporalText.parseInstant(bytes, from, to, precision, (NanoTimestampColumn.Builder) out);
            case Type.ListOf list -> throw new IllegalArgumentException(type + " is read by a JSON parser");
            case Type.Struct struct -> throw new IllegalArgumentException(type + " is read by a JSON parser");
            case Type.MapOf map -> throw new IllegalArgumentException(type + " is read by a JSON parser");
        };
    }

    private static ValueParser integer(int min, int max) {
        return (bytes, from, to, out) -> {
            boolean negative = from < to && bytes[from] == '-';
            int first = negative ? from + 1 : from;
            if (first == to || to - first > 10) {
                return false;
            }
            long value = 0;
            for (int i = first; i < to; i++) {
                int digit = bytes[i] - '0';
                if (digit < 0 || digit > 9) {
                    return false;
                }
                value = value * 10 + digit;
            }
            value = negative ? -value : value;
            if (value < min || value > max) {
                return false;
            }
            ((IntColumn.Builder) out).append((int) value);
            return true;
        };
    }

    private static boolean parseBoolean(byte[] bytes, int from, int to, BooleanColumn.Builder out) {
        boolean yes = equalsIgnoreCase(bytes, from, to, "true");
        if (!yes && !equalsIgnoreCase(bytes, from, to, "false")) {
            return false;
        }
        out.append(yes);
        return true;
    }

    private static boolean parseFloat(byte[] bytes, int from, int to, FloatColumn.Builder out) {
        if (!isFloating(bytes, from, to)) {
            return false;
        }
        float value = Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        if (Float.isInfinite(value) && !endsInLetter(bytes, to)) {
            return false;
        }
        out.append(value);
        return true;
    }

    private static boolean parseDouble(byte[] bytes, int from, int to, DoubleColumn.Builder out) {
        if (!isFloating(bytes, from, to)) {
            return false;
        }
        double value = Double.parseDouble(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        if (Double.isInfinite(value) && !endsInLetter(bytes, to)) {
            return false;
        }
        out.append(value);
        return true;
    }

    /** Tells a written infinity from a number that is too large. */
    private static boolean endsInLetter(byte[] bytes, int to) {
        return bytes[to - 1] > '9';
    }

    /** Digits with an optional sign, point and exponent; or NaN, Infinity, -Infinity. */
    private static boolean isFloating(byte[] bytes, int from, int to) {
        int position = from < to && (bytes[from] == '-' || bytes[from] == '+') ? from + 1 : from;
        if (isNamed(bytes, position, to)) {
            return true;
        }
        int digits = 0;
        boolean point = false;
        for (; position < to; position++) {
            byte next = bytes[position];
            if (next >= '0' && next <= '9') {
                digits++;
            } else if (next == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (digits == 0 || position == to) {
            return digits > 0;
        }
        if (bytes[position] != 'e' && bytes[position] != 'E') {
            return false;
        }
        position++;
        if (position < to && (bytes[position] == '-' || bytes[position] == '+')) {
            position++;
        }
        if (position == to) {
            return false;
        }
        for (; position < to; position++) {
            if (bytes[position] < '0' || bytes[position] > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isNamed(byte[] bytes, int from, int to) {
        return to - from == 3 && equalsExactly(bytes, from, to, "NaN")
                || to - from == 8 && equalsExactly(bytes, from, to, "Infinity");
    }

    private static boolean parseNumeric(byte[] bytes, int from, int to, BytesColumn.Builder out) {
        if (!isFloating(bytes, from, to)) {
            return false;
        }
        byte last = bytes[to - 1];
        if (last < '0' || last > '9') {
            return last != '.' && copy(bytes, from, to, out);
        }
        BigDecimal value;
        try {
            value = new BigDecimal(new String(bytes, from, to - from, StandardCharsets.ISO_8859_1));
        } catch (NumberFormatException e) {
            return false;
        }
        if (Math.abs((long) value.scale()) > MAX_NUMERIC_DIGITS) {
            return false;
        }
        out.append(value.toPlainString());
        return true;
    }

    private static boolean parseBase64(byte[] bytes, int from, int to, BytesColumn.Builder out) {
        try {
            out.append(Base64.getDecoder().decode(Arrays.copyOfRange(bytes, from, to)));
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean copy(byte[] bytes, int from, int to, ColumnBuilder out) {
        ((BytesColumn.Builder) out).append(bytes, from, to - from);
        return true;
    }

    private static int codePoints(byte[] bytes, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                count++;
            }
        }
        return count;
    }

    private static boolean equalsExactly(byte[] bytes, int from, int to, String ascii) {
        if (to - from != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[from + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if ((bytes[from + i] | 0x20) != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
