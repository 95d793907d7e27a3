package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;

/** Dates and times: whole days or microseconds since 2000-01-01; the largest and smallest numbers stand for infinity. */
final class TemporalDecoders {
    private TemporalDecoders() {}

    static final class Dates extends ColumnDecoder {
        private final IntColumn.Builder target;

        Dates(IntColumn.Builder target) {
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    int day = Wire.intAt(row, at);
                    if (day == Integer.MAX_VALUE || day == Integer.MIN_VALUE) {
                        throw infinite(i, day < 0);
                    }
                    target.append(day + Wire.EPOCH_DAYS);
                    at += 4;
                }
                positions[i] = at;
            }
        }
    }

    static final class Times extends ColumnDecoder {
        private final LongColumn.Builder target;

        Times(LongColumn.Builder target) {
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    target.append(Wire.longAt(row, at) * 1000);
                    at += 8;
                }
                positions[i] = at;
            }
        }
    }

    static final class Timestamps extends ColumnDecoder {
        private final LongColumn.Builder target;

        Timestamps(LongColumn.Builder target) {
            this.target = target;
        }

        @Override
        void decode(byte[][] rows, int[] positions, int count) {
            for (int i = 0; i < count; i++) {
                byte[] row = rows[i];
                int at = positions[i];
                int length = Wire.intAt(row, at);
                at += 4;
                if (length == Wire.NULL) {
                    target.appendNull();
                } else {
                    long micros = Wire.longAt(row, at);
                    if (micros > Long.MAX_VALUE - Wire.EPOCH_MICROS || micros == Long.MIN_VALUE) {
                        throw outOfRange(i, micros);
                    }
                    target.append(micros + Wire.EPOCH_MICROS);
                    at += 8;
                }
                positions[i] = at;
            }
        }
    }

    private static RefusedValue outOfRange(int row, long micros) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            return infinite(row, micros < 0);
        }
        return new RefusedValue(
                row,
                "a timestamp in the year 294246 or later",
                "it is beyond the range of timestamps",
                "select the column as text (column::text)");
    }

    private static RefusedValue infinite(int row, boolean negative) {
        return new RefusedValue(
                row,
                negative ? "-infinity" : "infinity",
                "infinity is not a date",
                "select the column as text (column::text), or as null (nullif(column, 'infinity'))");
    }
}
