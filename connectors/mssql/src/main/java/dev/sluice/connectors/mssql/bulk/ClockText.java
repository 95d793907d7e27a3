package dev.sluice.connectors.mssql.bulk;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.TemporalText;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Dates, times, clocks and instants as ISO texts, which the server reads the same in any language. The driver's own way
 * goes through java.sql's classes: clocks that this machine's zone skips, and days that the Julian calendar has, would
 * come out as others.
 */
final class ClockText {
    private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long MICROS_PER_DAY = 86_400 * MICROS_PER_SECOND;
    private static final int MICROS_PER_MILLI = 1000;
    /** The finest the server keeps, in nanoseconds. */
    private static final int TICK = 100;

    private static final int NINE_DIGITS = 10;

    private final ByteSink text = new ByteSink(40);

    static BulkValue date() {
        ClockText text = new ClockText();
        return (column, row) -> text.ofDay(((IntColumn) column).get(row));
    }

    static BulkValue time() {
        ClockText text = new ClockText();
        return (column, row) -> text.ofTime(((LongColumn) column).get(row));
    }

    /**
     * Clocks, dates and instants.
     *
     * @param nativeType of the column: datetime and smalldatetime hold fewer than their type says
     */
    static BulkValue clock(Type type, String nativeType) {
        ClockText text = new ClockText();
        if (type == Type.DATE) {
            return (column, row) -> {
                long micros = ((IntColumn) column).get(row) * MICROS_PER_DAY;
                return isIn(nativeType, micros, 0) ? text.ofClock(micros, 0, "") : null;
            };
        }
        String zone = type instanceof Type.TimestampTz ? "Z" : "";
        return (column, row) -> {
            long micros = micros(column, row);
            int nanos = column instanceof NanoTimestampColumn fine ? fine.nanos(row) : 0;
            return isIn(nativeType, micros, nanos) ? text.ofClock(micros, nanos, zone) : null;
        };
    }

    private static long micros(Column column, int row) {
        return column instanceof NanoTimestampColumn fine ? fine.micros(row) : ((LongColumn) column).get(row);
    }

    private String ofDay(long day) {
        if (day < FIRST_DAY || day > LAST_DAY) {
            return null;
        }
        text.clear();
        TemporalText.appendDate(text, day);
        return written();
    }

    private String ofTime(long nanosOfDay) {
        if (nanosOfDay >= TemporalText.NANOS_PER_DAY || nanosOfDay % TICK != 0) {
            return null;
        }
        text.clear();
        TemporalText.appendTime(text, nanosOfDay);
        withSevenDigits();
        return written();
    }

    private String ofClock(long micros, int nanos, String zone) {
        long day = Math.floorDiv(micros, MICROS_PER_DAY);
        if (day < FIRST_DAY || day > LAST_DAY || nanos % TICK != 0) {
            return null;
        }
        text.clear();
        TemporalText.appendTimestamp(text, micros, nanos);
        withSevenDigits();
        text.writeAscii(zone);
        return written();
    }

    /** The server reads no more: the two at the end are zeros. */
    private void withSevenDigits() {
        int length = text.length();
        if (length > NINE_DIGITS && text.array()[length - NINE_DIGITS] == '.') {
            text.setLength(length - 2);
        }
    }

    private String written() {
        return new String(text.array(), 0, text.length(), StandardCharsets.ISO_8859_1);
    }

    /** Whether a column keeps a clock exactly. */
    private static boolean isIn(String nativeType, long micros, int nanos) {
        return switch (nativeType) {
            case "datetime" -> isDateTime(micros, nanos);
            case "smalldatetime" ->
                nanos == 0
                        && micros % (60 * MICROS_PER_SECOND) == 0
                        && isBetween(micros, LocalDateTime.of(1900, 1, 1, 0, 0), LocalDateTime.of(2079, 6, 6, 23, 59));
            default -> true;
        };
    }

    /** Milliseconds that end with 0, 3 or 7: others are rounded to these. */
    private static boolean isDateTime(long micros, int nanos) {
        if (nanos != 0 || micros % MICROS_PER_MILLI != 0) {
            return false;
        }
        long last = Math.floorMod(micros / MICROS_PER_MILLI, 10L);
        return (last == 0 || last == 3 || last == 7)
                && isBetween(micros, LocalDateTime.of(1753, 1, 1, 0, 0), LocalDateTime.of(9999, 12, 31, 23, 59, 59));
    }

    /** Up to a second after the last. */
    private static boolean isBetween(long micros, LocalDateTime first, LocalDateTime last) {
        return micros >= first.toEpochSecond(ZoneOffset.UTC) * MICROS_PER_SECOND
                && micros < (last.toEpochSecond(ZoneOffset.UTC) + 1) * MICROS_PER_SECOND;
    }
}
