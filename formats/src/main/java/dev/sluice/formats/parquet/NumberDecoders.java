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
        private int[] dictionary = new int[0];
        int[] values;

        @Override
        void begin(int rows) {
            values = new int[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            int from = pass(count, Integer.BYTES);
            dictionary = new int[count];
            view(page, from, count * Integer.BYTES).asIntBuffer().get(dictionary);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Integer.BYTES);
            view(page, from, count * Integer.BYTES).asIntBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            int[] source = dictionary;
            int[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = source[wanted[i]];
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
        private long[] dictionary = new long[0];
        long[] values;

        @Override
        void begin(int rows) {
            values = new long[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            int from = pass(count, Long.BYTES);
            dictionary = new long[count];
            view(page, from, count * Long.BYTES).asLongBuffer().get(dictionary);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Long.BYTES);
            view(page, from, count * Long.BYTES).asLongBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            long[] source = dictionary;
            long[] target = values;
            for (int i = 0; i < count; i++) {
                target[at + i] = source[wanted[i]];
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
        private float[] dictionary = new float[0];
        float[] values;

        @Override
        void begin(int rows) {
            values = new float[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            int from = pass(count, Float.BYTES);
            dictionary = new float[count];
            view(page, from, count * Float.BYTES).asFloatBuffer().get(dictionary);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Float.BYTES);
            view(page, from, count * Float.BYTES).asFloatBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            for (int i = 0; i < count; i++) {
                values[at + i] = dictionary[wanted[i]];
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
        private double[] dictionary = new double[0];
        double[] values;

        @Override
        void begin(int rows) {
            values = new double[rows];
        }

        @Override
        void readDictionary(int count) throws DamagedPageException {
            int from = pass(count, Double.BYTES);
            dictionary = new double[count];
            view(page, from, count * Double.BYTES).asDoubleBuffer().get(dictionary);
        }

        @Override
        void readPlain(int at, int count) throws DamagedPageException {
            int from = pass(count, Double.BYTES);
            view(page, from, count * Double.BYTES).asDoubleBuffer().get(values, at, count);
        }

        @Override
        void look(int[] wanted, int at, int count) {
            for (int i = 0; i < count; i++) {
                values[at + i] = dictionary[wanted[i]];
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
