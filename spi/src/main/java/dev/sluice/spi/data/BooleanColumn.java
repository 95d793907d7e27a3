package dev.sluice.spi.data;

import java.util.Arrays;

/** Values of BOOLEAN. */
public final class BooleanColumn extends Column {
    private final boolean[] values;

    /**
     * @param size number of values
     * @param values at least {@code size} long; taken over, not copied
     * @param nulls at least {@code size} long, true where the value is null; null where there are none
     */
    public BooleanColumn(int size, boolean[] values, boolean[] nulls) {
        super(size, nulls);
        this.values = values;
    }

    public boolean get(int row) {
        return values[row];
    }

    /** The values, shared: read only. */
    public boolean[] values() {
        return values;
    }

    @Override
    public long sizeInBytes() {
        return 1L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private boolean[] values;

        public Builder(int capacity) {
            super(capacity);
            values = new boolean[capacity];
        }

        public void append(boolean value) {
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
            append(false);
        }

        @Override
        public BooleanColumn build() {
            BooleanColumn column = new BooleanColumn(size, values, takeNulls());
            values = new boolean[values.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 1L * size;
        }
    }
}
