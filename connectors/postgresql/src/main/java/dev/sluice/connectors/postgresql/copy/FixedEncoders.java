package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;

/** Types of a fixed width whose every value the server holds. The loops are alike for the sake of the compiler. */
final class FixedEncoders {
    private FixedEncoders() {}

    static final class Flags extends FixedWidthEncoder {
        private BooleanColumn column;

        Flags() {
            super(1);
        }

        @Override
        void bind(Column bound) {
            column = (BooleanColumn) bound;
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
                    Wire.putInt(out, at, 1);
                    out[at + 4] = (byte) (column.get(from + i) ? 1 : 0);
                    positions[i] = at + 4 + 1;
                }
            }
        }
    }

    static final class Shorts extends FixedWidthEncoder {
        private IntColumn column;

        Shorts() {
            super(2);
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
                    Wire.putInt(out, at, 2);
                    Wire.putShort(out, at + 4, column.get(from + i));
                    positions[i] = at + 4 + 2;
                }
            }
        }
    }

    static final class Ints extends FixedWidthEncoder {
        private IntColumn column;

        Ints() {
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
                    Wire.putInt(out, at + 4, column.get(from + i));
                    positions[i] = at + 4 + 4;
                }
            }
        }
    }

    static final class IntsToLongs extends FixedWidthEncoder {
        private IntColumn column;

        IntsToLongs() {
            super(8);
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
                    Wire.putInt(out, at, 8);
                    Wire.putLong(out, at + 4, column.get(from + i));
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    static final class Longs extends FixedWidthEncoder {
        private LongColumn column;

        Longs() {
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
                    Wire.putLong(out, at + 4, column.get(from + i));
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    static final class Floats extends FixedWidthEncoder {
        private FloatColumn column;

        Floats() {
            super(4);
        }

        @Override
        void bind(Column bound) {
            column = (FloatColumn) bound;
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
                    Wire.putInt(out, at + 4, Float.floatToRawIntBits(column.get(from + i)));
                    positions[i] = at + 4 + 4;
                }
            }
        }
    }

    static final class Doubles extends FixedWidthEncoder {
        private DoubleColumn column;

        Doubles() {
            super(8);
        }

        @Override
        void bind(Column bound) {
            column = (DoubleColumn) bound;
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
                    Wire.putLong(out, at + 4, Double.doubleToRawLongBits(column.get(from + i)));
                    positions[i] = at + 4 + 8;
                }
            }
        }
    }

    static final class Uuids extends FixedWidthEncoder {
        private Int128Column column;

        Uuids() {
            super(16);
        }

        @Override
        void bind(Column bound) {
            column = (Int128Column) bound;
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
                    Wire.putInt(out, at, 16);
                    Wire.putLong(out, at + 4, column.high(from + i));
                    Wire.putLong(out, at + 12, column.low(from + i));
                    positions[i] = at + 4 + 16;
                }
            }
        }
    }
}
