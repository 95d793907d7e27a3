package dev.sluice.spi.data;

import java.util.Arrays;

/** Values of FLOAT32. */
public final class FloatColumn extends Column {
    private final float[] values;

    /**
     * @param size number of values
     * @param values at least {@code size} long; taken over, not copied
     * @param nulls at least {@code size} long, true where the value is null; null where there are none
     */
    public FloatColumn(int size, float[] values, boolean[] nulls) {
        super(size, nulls);
        this.values = values;
    }

    public float get(int row) {
        return values[row];
    }

    /** The values, shared: read only. */
    public float[] values() {
        return values;
    }

    /** The same values as FLOAT64, as databases and Avro widen them: 0.1 becomes 0.10000000149011612, which it is. */
    public DoubleColumn toDoubles() {
        double[] doubles = new double[size()];
        for (int row = 0; row < doubles.length; row++) {
            doubles[row] = values[row];
        }
        return new DoubleColumn(size(), doubles, nulls());
    }

    @Override
    public long sizeInBytes() {
        return 4L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private float[] values;

        public Builder(int capacity) {
            super(capacity);
            values = new float[capacity];
        }

        public void append(float value) {
            if (size == values.length) {
                grow(size + 1);
            }
            values[size++] = value;
        }

        @Override
        void resize(int capacity) {
            values = Arrays.copyOf(values, capacity);
        }

        @Override
        void appendPlaceholder() {
            append(0);
        }

        @Override
        public FloatColumn build() {
            FloatColumn column = new FloatColumn(size, values, takeNulls());
            values = new float[values.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 4L * size;
        }
    }
}
