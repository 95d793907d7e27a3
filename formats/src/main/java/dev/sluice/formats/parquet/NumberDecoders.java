package dev.sluice.formats.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Decoders of the physical types that are numbers. */
final class NumberDecoders {
    private NumberDecoders() {}

    private static ByteBuffer view(byte[] page, int from, int length) {
        return ByteBuffer.wrap(page, from, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    static final class Ints extends ValueDecoder {
        int[] values;

        @Override
        void begin(int rows) {
            values = new int[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            keepDictionary(pass(count, Integer.BYTES), count * Integer.BYTES);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Integer.BYTES);
            view(page, from, count * Integer.BYTES).asIntBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            byte[] source = dictionary;
            int[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = LittleEndian.getInt(source, wanted[i] << 2);
            }
        }

        @Override
        void spread(boolean[] nulls, int at, int count, int present) {
            int from = at + present;
            for (int to = at + count - 1; from <= to; to--) {
                if (!nulls[to]) {
                    values[to] = values[--from];
                }
            }
        }
    }

    static final class Longs extends ValueDecoder {
        long[] values;

        @Override
        void begin(int rows) {
            values = new long[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            keepDictionary(pass(count, Long.BYTES), count * Long.BYTES);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Long.BYTES);
            view(page, from, count * Long.BYTES).asLongBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            byte[] source = dictionary;
            long[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = LittleEndian.getLong(source, wanted[i] << 3);
            }
        }

        @Override
        void spread(boolean[] nulls, int at, int count, int present) {
            int from = at + present;
            for (int to = at + count - 1; from <= to; to--) {
                if (!nulls[to]) {
                    values[to] = values[--from];
                }
            }
        }
    }

    static final class Floats extends ValueDecoder {
        float[] values;

        @Override
        void begin(int rows) {
            values = new float[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            keepDictionary(pass(count, Float.BYTES), count * Float.BYTES);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Float.BYTES);
            view(page, from, count * Float.BYTES).asFloatBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            byte[] source = dictionary;
            float[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = Float.intBitsToFloat(LittleEndian.getInt(source, wanted[i] << 2));
            }
        }

        @Override
        void spread(boolean[] nulls, int at, int count, int present) {
            int from = at + present;
            for (int to = at + count - 1; from <= to; to--) {
                if (!nulls[to]) {
                    values[to] = values[--from];
                }
            }
        }
    }

    static final class Doubles extends ValueDecoder {
        double[] values;

        @Override
        void begin(int rows) {
            values = new double[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            keepDictionary(pass(count, Double.BYTES), count * Double.BYTES);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Double.BYTES);
            view(page, from, count * Double.BYTES).asDoubleBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            byte[] source = dictionary;
            double[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = Double.longBitsToDouble(LittleEndian.getLong(source, wanted[i] << 3));
            }
        }

        @Override
        void spread(boolean[] nulls, int at, int count, int present) {
            int from = at + present;
            for (int to = at + count - 1; from <= to; to--) {
                if (!nulls[to]) {
                    values[to] = values[--from];
                }
            }
        }
    }
}
