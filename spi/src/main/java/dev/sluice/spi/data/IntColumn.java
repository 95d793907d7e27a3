package dev.sluice.spi.data;

import java.util.Arrays;

/** Values of INT8, INT16 and INT32, and days since 1970-01-01 for DATE. */
public final class IntColumn extends Column {
    private final int[] values;

    /**
     * @param size number of values
     * @param values at least {@code size} long; taken over, not copied
     * @param nulls at least {@code size} long, true where the value is null; null where there are none
     */
    public IntColumn(int size, int[] values, boolean[] nulls) {
        super(size, nulls);
        this.values = values;
    }

    public int get(int row) {
        return values[row];
    }

    /** The values, shared: read only. */
    public int[] values() {
        return values;
    }

    @Override
    public long sizeInBytes() {
        return 4L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private int[] values;

        public Builder(int capacity) {
            super(capacity);
            values = new int[capacity];
        }

        public void append(int value) {
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
        public IntColumn build() {
            IntColumn column = new IntColumn(size, values, takeNulls());
            values = new int[values.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 4L * size;
        }
    }
}
