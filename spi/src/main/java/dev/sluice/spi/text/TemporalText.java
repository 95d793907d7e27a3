package dev.sluice.spi.text;

import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;

/**
 * Dates and times as ISO-8601 text: {@code 2024-02-29}, {@code 23:59:59.250}, {@code 2024-02-29T23:59:59}, with a {@code
 * Z} where the value is an instant. Fractions of a second take no, three, six or nine digits, as few as the value needs;
 * years outside 0000 to 9999 carry a sign.
 */
public final class TemporalText {
    public static final long NANOS_PER_DAY = 86_400_000_000_000L;
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    /** What a date takes that {@link #isPlainDate}. */
    public static final int PLAIN_DATE_LENGTH = 10;

    private static final long FIRST_PLAIN_DAY = CivilDate.toEpochDay(0, 1, 1);
    private static final long LAST_PLAIN_DAY = CivilDate.toEpochDay(9999, 12, 31);
    private static final int TIME_LENGTH = 8;
    private static final long INVALID = Long.MIN_VALUE;
    /** Days whose microseconds fit a long with room to spare: years ±290,000. */
    private static final long MAX_DAY = 106_000_000;

    private TemporalText() {}

    /** Whether a date is written {@code YYYY-MM-DD}, without a sign. */
    public static boolean isPlainDate(long epochDay) {
        return epochDay >= FIRST_PLAIN_DAY && epochDay <= LAST_PLAIN_DAY;
    }

    /** Writes the ten bytes of a date that {@link #isPlainDate}, where there is room for them. */
    public static void putPlainDate(byte[] target, int position, long epochDay) {
        long civil = CivilDate.ofEpochDay(epochDay);
        int year = CivilDate.year(civil);
        int century = year / 100;
        IntegerText.putPair(target, position, century);
        IntegerText.putPair(target, position + 2, year - century * 100);
        target[position + 4] = '-';
        IntegerText.putPair(target, position + 5, CivilDate.month(civil));
        target[position + 7] = '-';
        IntegerText.putPair(target, position + 8, CivilDate.day(civil));
    }

    public static void appendDate(ByteSink out, long epochDay) {
        if (isPlainDate(epochDay)) {
            putPlainDate(out.reserve(PLAIN_DATE_LENGTH), out.length(), epochDay);
            out.setLength(out.length() + PLAIN_DATE_LENGTH);
            return;
        }
        long civil = CivilDate.ofEpochDay(epochDay);
        int year = CivilDate.year(civil);
        out.write(year < 0 ? '-' : '+');
        int magnitude = Math.abs(year);
        IntegerText.appendPadded(out, magnitude, magnitude > 9999 ? Math.max(5, digits(magnitude)) : 4);
        out.write('-');
        IntegerText.appendPadded(out, CivilDate.month(civil), 2);
        out.write('-');
        IntegerText.appendPadded(out, CivilDate.day(civil), 2);
    }

    /** Writes a time of day given in nanoseconds since midnight. */
    public static void appendTime(ByteSink out, long nanosOfDay) {
        int second = (int) (nanosOfDay / NANOS_PER_SECOND);
        byte[] target = out.reserve(TIME_LENGTH);
        int start = out.length();
        IntegerText.putPair(target, start, second / 3600);
        target[start + 2] = ':';
        IntegerText.putPair(target, start + 3, second / 60 % 60);
        target[start + 5] = ':';
        IntegerText.putPair(target, start + 6, second % 60);
        out.setLength(start + TIME_LENGTH);
        appendFraction(out, (int) (nanosOfDay - (long) second * NANOS_PER_SECOND));
    }

    /** Writes a wall clock: microseconds since 1970-01-01T00:00, and the nanoseconds within the microsecond. */
    public static void appendTimestamp(ByteSink out, long micros, int nanosOfMicro) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        appendDate(out, day);
        out.write('T');
        appendTime(out, (micros - day * MICROS_PER_DAY) * 1000 + nanosOfMicro);
    }

    /** Writes an instant in UTC, with a Z. */
    public static void appendInstant(ByteSink out, long micros, int nanosOfMicro) {
        appendTimestamp(out, micros, nanosOfMicro);
        out.write('Z');
    }

    private static void appendFraction(ByteSink out, int nanos) {
        if (nanos == 0) {
            return;
        }
        out.write('.');
        if (nanos % 1_000_000 == 0) {
            IntegerText.appendPadded(out, nanos / 1_000_000, 3);
        } else if (nanos % 1000 == 0) {
            IntegerText.appendPadded(out, nanos / 1000, 6);
        } else {
            IntegerText.appendPadded(out, nanos, 9);
        }
    }

    private static int digits(int value) {
        return Integer.toString(value).length();
    }

    /**
     * Appends the date in {@code bytes[from … to)}.
     *
     * @return false, with nothing appended, where that isn't a date
     */
    public static boolean parseDate(byte[] bytes, int from, int to, IntColumn.Builder out) {
        long day = date(bytes, from, to);
        if (day == INVALID || day != (int) day) {
            return false;
        }
        out.append((int) day);
        return true;
    }

    /**
     * Appends the time of day in {@code bytes[from … to)}: {@code 23:59}, {@code 23:59:59} or with a fraction.
     *
     * @param precision how many digits of the fraction may be other than zero
     */
    public static boolean parseTime(byte[] bytes, int from, int to, int precision, LongColumn.Builder out) {
        long nanos = time(bytes, from, to, precision);
        if (nanos == INVALID) {
            return false;
        }
        out.append(nanos);
        return true;
    }

    /** Appends a wall clock: a date, {@code T} or a space, and a time, without an offset. Precision 6 at most. */
    public static boolean parseTimestamp(byte[] bytes, int from, int to, int precision, LongColumn.Builder out) {
        int split = dateEnd(bytes, from, to);
        if (split < 0) {
            return false;
        }
        long day = date(bytes, from, split);
        long nanos = time(bytes, split + 1, to, precision);
        if (day == INVALID || nanos == INVALID || Math.abs(day) > MAX_DAY) {
            return false;
        }
        out.append(day * MICROS_PER_DAY + nanos / 1000);
        return true;
    }

    /** The same above precision 6. */
    public static boolean parseTimestamp(
            byte[] bytes, int from, int to, int precision, NanoTimestampColumn.Builder out) {
        int split = dateEnd(bytes, from, to);
        if (split < 0) {
            return false;
        }
        long day = date(bytes, from, split);
        long nanos = time(bytes, split + 1, to, precision);
        if (day == INVALID || nanos == INVALID || Math.abs(day) > MAX_DAY) {
            return false;
        }
        out.append(day * MICROS_PER_DAY + nanos / 1000, (int) (nanos % 1000));
        return true;
    }

    /** Appends an instant: a wall clock followed by {@code Z} or an offset ({@code +02}, {@code +02:00}, {@code +0200}). */
    public static boolean parseInstant(byte[] bytes, int from, int to, int precision, LongColumn.Builder out) {
        int clockEnd = offsetStart(bytes, from, to);
        long offset = clockEnd < 0 ? INVALID : offsetMicros(bytes, clockEnd, to);
        int split = dateEnd(bytes, from, to);
        if (offset == INVALID || split < 0) {
            return false;
        }
        long day = date(bytes, from, split);
        long nanos = time(bytes, split + 1, clockEnd, precision);
        if (day == INVALID || nanos == INVALID || Math.abs(day) > MAX_DAY) {
            return false;
        }
        out.append(day * MICROS_PER_DAY + nanos / 1000 - offset);
        return true;
    }

    /** The same above precision 6. */
    public static boolean parseInstant(byte[] bytes, int from, int to, int precision, NanoTimestampColumn.Builder out) {
        int clockEnd = offsetStart(bytes, from, to);
        long offset = clockEnd < 0 ? INVALID : offsetMicros(bytes, clockEnd, to);
        int split = dateEnd(bytes, from, to);
        if (offset == INVALID || split < 0) {
            return false;
        }
        long day = date(bytes, from, split);
        long nanos = time(bytes, split + 1, clockEnd, precision);
        if (day == INVALID || nanos == INVALID || Math.abs(day) > MAX_DAY) {
            return false;
        }
        out.append(day * MICROS_PER_DAY + nanos / 1000 - offset, (int) (nanos % 1000));
        return true;
    }

    /** Where the date before a time ends: the position of the T or space, or -1. */
    private static int dateEnd(byte[] bytes, int from, int to) {
        if (to - from > 10 && isTimeMark(bytes[from + 10])) {
            return from + 10;
        }
        for (int i = from; i < to; i++) {
            if (isTimeMark(bytes[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isTimeMark(byte mark) {
        return mark == 'T' || mark == ' ' || mark == 't';
    }

    private static int offsetStart(byte[] bytes, int from, int to) {
        if (to > from && (bytes[to - 1] == 'Z' || bytes[to - 1] == 'z')) {
            return to - 1;
        }
        for (int i = to - 1; i > from && to - i <= 6; i--) {
            if (bytes[i] == '+' || bytes[i] == '-') {
                return i;
            }
        }
        return -1;
    }

    /** {@code Z}, {@code ±HH}, {@code ±HHMM} or {@code ±HH:MM} in microseconds. */
    private static long offsetMicros(byte[] bytes, int from, int to) {
        int length = to - from;
        if (bytes[from] == 'Z' || bytes[from] == 'z') {
            return length == 1 ? 0 : INVALID;
        }
        if (length != 3 && length != 5 && length != 6 || length == 6 && bytes[from + 3] != ':') {
            return INVALID;
        }
        int hours = number(bytes, from + 1, from + 3);
        int minutes = length == 3 ? 0 : number(bytes, to - 2, to);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            return INVALID;
        }
        long micros = (hours * 60L + minutes) * 60_000_000L;
        return bytes[from] == '-' ? -micros : micros;
    }

    private static long date(byte[] bytes, int from, int to) {
        return to - from == 10 ? plainDate(bytes, from) : anyDate(bytes, from, to);
    }

    /** {@code YYYY-MM-DD}, in one go: digits are checked all at once by their signs. */
    private static long plainDate(byte[] bytes, int from) {
        int y1 = bytes[from] - '0';
        int y2 = bytes[from + 1] - '0';
        int y3 = bytes[from + 2] - '0';
        int y4 = bytes[from + 3] - '0';
        int m1 = bytes[from + 5] - '0';
        int m2 = bytes[from + 6] - '0';
        int d1 = bytes[from + 8] - '0';
        int d2 = bytes[from + 9] - '0';
        int negative = y1 | y2 | y3 | y4 | m1 | m2 | d1 | d2;
        int aboveNine = 9 - y1 | 9 - y2 | 9 - y3 | 9 - y4 | 9 - m1 | 9 - m2 | 9 - d1 | 9 - d2;
        if ((negative | aboveNine) < 0 || bytes[from + 4] != '-' || bytes[from + 7] != '-') {
            return INVALID;
        }
        int year = ((y1 * 10 + y2) * 10 + y3) * 10 + y4;
        int month = m1 * 10 + m2;
        int day = d1 * 10 + d2;
        return CivilDate.isValid(year, month, day) ? CivilDate.toEpochDay(year, month, day) : INVALID;
    }

    private static long anyDate(byte[] bytes, int from, int to) {
        int position = from;
        boolean signed = position < to && (bytes[position] == '-' || bytes[position] == '+');
        boolean negative = signed && bytes[position] == '-';
        if (signed) {
            position++;
        }
        int yearEnd = to - 6;
        int yearDigits = yearEnd - position;
        if (yearDigits < 4 || yearDigits > 4 && !signed || yearDigits > 7) {
            return INVALID;
        }
        if (bytes[yearEnd] != '-' || bytes[yearEnd + 3] != '-') {
            return INVALID;
        }
        int year = number(bytes, position, yearEnd);
        int month = number(bytes, yearEnd + 1, yearEnd + 3);
        int day = number(bytes, yearEnd + 4, to);
        if (year < 0 || month < 0 || day < 0) {
            return INVALID;
        }
        int signedYear = negative ? -year : year;
        return CivilDate.isValid(signedYear, month, day) ? CivilDate.toEpochDay(signedYear, month, day) : INVALID;
    }

    private static long time(byte[] bytes, int from, int to, int precision) {
        int length = to - from;
        if (length < 5 || bytes[from + 2] != ':') {
            return INVALID;
        }
        int hour = number(bytes, from, from + 2);
        int minute = number(bytes, from + 3, from + 5);
        int second = 0;
        int nanos = 0;
        if (length > 5) {
            if (length < 8 || bytes[from + 5] != ':') {
                return INVALID;
            }
            second = number(bytes, from + 6, from + 8);
            if (length > 8) {
                nanos = bytes[from + 8] == '.' ? fraction(bytes, from + 9, to, precision) : -1;
            }
        }
        if (hour < 0 || minute < 0 || minute > 59 || second < 0 || second > 59 || nanos < 0) {
            return INVALID;
        }
        long total = ((hour * 60L + minute) * 60 + second) * NANOS_PER_SECOND + nanos;
        return total <= NANOS_PER_DAY && (hour < 24 || total == NANOS_PER_DAY) ? total : INVALID;
    }

    private static int fraction(byte[] bytes, int from, int to, int precision) {
        if (from == to) {
            return -1;
        }
        int nanos = 0;
        int unit = NANOS_PER_SECOND / 10;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || digit > 0 && i - from >= precision) {
                return -1;
            }
            nanos += digit * unit;
            unit /= 10;
        }
        return nanos;
    }

    /** Digits only; -1 otherwise. */
    private static int number(byte[] bytes, int from, int to) {
        int value = 0;
        for (int i = from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
