package dev.sluice.spi.data;

import java.util.Arrays;

/** Values of FLOAT64. */
public final class DoubleColumn extends Column {
    private final double[] values;

    /**
     * @param size number of values
     * @param values at least {@code size} long; taken over, not copied
     * @param nulls at least {@code size} long, true where the value is null; null where there are none
     */
    public DoubleColumn(int size, double[] values, boolean[] nulls) {
        super(size, nulls);
        this.values = values;
    }

    public double get(int row) {
        return values[row];
    }

    /** The values, shared: read only. */
    public double[] values() {
        return values;
    }

    @Override
    public long sizeInBytes() {
        return 8L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private double[] values;

        public Builder(int capacity) {
            super(capacity);
            values = new double[capacity];
        }

        public void append(double value) {
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
        public DoubleColumn build() {
            DoubleColumn column = new DoubleColumn(size, values, takeNulls());
            values = new double[values.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 8L * size;
        }
    }
}
