package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;
import dev.sluice.spi.data.NanoTimestampColumn;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.TemporalText;

/** Dates and times: whole days or microseconds since 2000-01-01, from 4714-11-24 BC on. */
final class TemporalEncoders {
    private static final int NANOS_PER_MICRO = 1000;
    /** 4714-11-24 BC, the first day of the Julian count. */
    private static final int FIRST_DAY = -2_440_588;
    /** The last day of the year 5874897. */
    private static final int LAST_DAY = 2_145_042_905;

    private static final long FIRST_MICRO = FIRST_DAY * 86_400_000_000L;
    private static final String EARLIEST = "PostgreSQL's dates begin in 4714 BC";
    private static final String RANGE = "PostgreSQL's timestamps are those from 4714 BC to 294246 AD";
    private static final String TOO_FINE = "PostgreSQL keeps microseconds";
    private static final String AS_STRING = "declare the column as string under columns, or filter the row out";
    private static final String COARSER =
            "declare the column with precision 6 under columns once its values fit, or as string";

    private TemporalEncoders() {}

    static final class Dates extends FixedWidthEncoder {
        private IntColumn column;

        Dates() {
            super(4);
        }

        @Override
        void bind(Column bound) {
            column = (IntColumn) bound;
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
                    Wire.putInt(out, at, 4);
                    int day = column.get(from + i);
                    if (day < FIRST_DAY || day > LAST_DAY) {
                        throw new RefusedValue(from + i, date(day), EARLIEST, AS_STRING);
                    }
                    Wire.putInt(out, at + 4, day - Wire.EPOCH_DAYS);
                    positions[i] = at + 4 + 4;
                }
            }
        }
    }

    static final class Times extends FixedWidthEncoder {
        private LongColumn column;

        Times() {
            super(8);
        }

        @Override
        void bind(Column bound) {
            column = (LongColumn) bound;
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
                    Wire.putInt(out, at, 8);
                    long nanos = column.get(from + i);
                    long micros = nanos / NANOS_PER_MICRO;
                    if (micros * NANOS_PER_MICRO != nanos) {
                        throw new RefusedValue(from + i, time(nanos), TOO_FINE, COARSER);
                    }
                    Wire.putLong(out, at + 4, micros);
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    static final class Timestamps extends FixedWidthEncoder {
        private LongColumn column;

        Timestamps() {
            super(8);
        }

        @Override
        void bind(Column bound) {
            column = (LongColumn) bound;
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
                    Wire.putInt(out, at, 8);
                    long micros = column.get(from + i);
                    if (micros < FIRST_MICRO) {
                        throw new RefusedValue(from + i, timestamp(micros, 0), RANGE, AS_STRING);
                    }
                    Wire.putLong(out, at + 4, micros - Wire.EPOCH_MICROS);
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    static final class NanoTimestamps extends FixedWidthEncoder {
        private NanoTimestampColumn column;

        NanoTimestamps() {
            super(8);
        }

        @Override
        void bind(Column bound) {
            column = (NanoTimestampColumn) bound;
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
                    Wire.putInt(out, at, 8);
                    long micros = column.micros(from + i);
                    int nanos = column.nanos(from + i);
                    if (nanos != 0) {
                        throw new RefusedValue(from + i, timestamp(micros, nanos), TOO_FINE, COARSER);
                    }
                    if (micros < FIRST_MICRO) {
                        throw new RefusedValue(from + i, timestamp(micros, 0), RANGE, AS_STRING);
                    }
                    Wire.putLong(out, at + 4, micros - Wire.EPOCH_MICROS);
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    private static String date(int day) {
        ByteSink text = new ByteSink(16);
        TemporalText.appendDate(text, day);
        return text.toString();
    }

    private static String time(long nanos) {
        ByteSink text = new ByteSink(32);
        TemporalText.appendTime(text, nanos);
        return text.toString();
    }

    private static String timestamp(long micros, int nanos) {
        ByteSink text = new ByteSink(40);
        TemporalText.appendTimestamp(text, micros, nanos);
        return text.toString();
    }
}
