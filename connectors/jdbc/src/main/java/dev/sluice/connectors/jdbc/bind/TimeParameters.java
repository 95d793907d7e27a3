package dev.sluice.connectors.jdbc.bind;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Parameters for dates, clocks and instants, through java.time: java.sql's classes have this machine's zone in them. */
public final class TimeParameters {
    private static final long MICROS_PER_SECOND = 1_000_000L;
    private static final int NANOS_PER_MICRO = 1000;

    private final int firstYear;
    private final int lastYear;

    /** What lies before the first or after the last year is refused. */
    public TimeParameters(int firstYear, int lastYear) {
        this.firstYear = firstYear;
        this.lastYear = lastYear;
    }

    public Parameter ofDate(int index) {
        return new Parameter(index, Types.DATE) {
            private int[] values;

            @Override
            protected void takeValues(Column column) {
                values = ((IntColumn) column).values();
            }

            @Override
            protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
                LocalDate date = LocalDate.ofEpochDay(values[row]);
                if (!holds(date.getYear())) {
                    return false;
                }
                statement.setObject(index(), date);
                return true;
            }
        };
    }

    public Parameter ofTimestamp(int index) {
        return new Clock(index, Types.TIMESTAMP) {
            @Override
            Object toParameter(LocalDateTime clock) {
                return clock;
            }
        };
    }

    /** Instants, as the clock in UTC with its offset. */
    public Parameter ofInstant(int index, int sqlType) {
        return new Clock(index, sqlType) {
            @Override
            Object toParameter(LocalDateTime clock) {
                return clock.atOffset(ZoneOffset.UTC);
            }
        };
    }

    private boolean holds(int year) {
        return year >= firstYear && year <= lastYear;
    }

    private abstract class Clock extends Parameter {
        private long[] micros;
        private NanoTimestampColumn nanos;

        Clock(int index, int sqlType) {
            super(index, sqlType);
        }

        abstract Object toParameter(LocalDateTime clock);

        @Override
        protected void takeValues(Column column) {
            nanos = column instanceof NanoTimestampColumn wide ? wide : null;
            micros = nanos == null ? ((LongColumn) column).values() : null;
        }

        @Override
        protected boolean setValue(PreparedStatement statement, int row) throws SQLException {
            long value = nanos == null ? micros[row] : nanos.micros(row);
            int below = nanos == null ? 0 : nanos.nanos(row);
            LocalDateTime clock = LocalDateTime.ofEpochSecond(
                    Math.floorDiv(value, MICROS_PER_SECOND),
                    (int) Math.floorMod(value, MICROS_PER_SECOND) * NANOS_PER_MICRO + below,
                    ZoneOffset.UTC);
            if (!holds(clock.getYear())) {
                return false;
            }
            statement.setObject(index(), toParameter(clock));
            return true;
        }
    }
}
