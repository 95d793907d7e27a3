package dev.sluice.connectors.postgresql.copy;

import dev.sluice.spi.data.BooleanColumn;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.Int128Column;
import dev.sluice.spi.data.IntColumn;
import dev.sluice.spi.data.LongColumn;

/** Types of a fixed width. The loops are alike on purpose: one shared loop would call a different method per value. */
final class FixedDecoders {
    private FixedDecoders() {}

    static final class Flags extends ColumnDecoder {
        private final BooleanColumn.Builder target;

        Flags(BooleanColumn.Builder target) {
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
                    target.append(row[at] != 0);
                    at += 1;
                }
                positions[i] = at;
            }
        }
    }

    static final class Shorts extends ColumnDecoder {
        private final IntColumn.Builder target;

        Shorts(IntColumn.Builder target) {
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
                    target.append(Wire.shortAt(row, at));
                    at += 2;
                }
                positions[i] = at;
            }
        }
    }

    static final class Ints extends ColumnDecoder {
        private final IntColumn.Builder target;

        Ints(IntColumn.Builder target) {
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
                    target.append(Wire.intAt(row, at));
                    at += 4;
                }
                positions[i] = at;
            }
        }
    }

    static final class Longs extends ColumnDecoder {
        private final LongColumn.Builder target;

        Longs(LongColumn.Builder target) {
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
                    target.append(Wire.longAt(row, at));
                    at += 8;
                }
                positions[i] = at;
            }
        }
    }

    static final class Floats extends ColumnDecoder {
        private final FloatColumn.Builder target;

        Floats(FloatColumn.Builder target) {
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
                    target.append(Float.intBitsToFloat(Wire.intAt(row, at)));
                    at += 4;
                }
                positions[i] = at;
            }
        }
    }

    static final class Doubles extends ColumnDecoder {
        private final DoubleColumn.Builder target;

        Doubles(DoubleColumn.Builder target) {
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
                    target.append(Double.longBitsToDouble(Wire.longAt(row, at)));
                    at += 8;
                }
                positions[i] = at;
            }
        }
    }

    static final class Uuids extends ColumnDecoder {
        private final Int128Column.Builder target;

        Uuids(Int128Column.Builder target) {
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
                    target.append(Wire.longAt(row, at), Wire.longAt(row, at + 8));
                    at += 16;
                }
                positions[i] = at;
            }
        }
    }
}
