package dev.sluice.spi.data;

import java.util.Arrays;

/**
 * Values of INT64, unscaled values of DECIMAL up to 18 digits, nanoseconds of the day for TIME, and microseconds since
 * 1970-01-01T00:00 for TIMESTAMP and TIMESTAMP_TZ up to precision 6.
 */
public final class LongColumn extends Column {
    private final long[] values;

    /**
     * @param size number of values
     * @param values at least {@code size} long; taken over, not copied
     * @param nulls at least {@code size} long, true where the value is null; null where there are none
     */
    public LongColumn(int size, long[] values, boolean[] nulls) {
        super(size, nulls);
        this.values = values;
    }

    public long get(int row) {
        return values[row];
    }

    /** The values, shared: read only. */
    public long[] values() {
        return values;
    }

    @Override
    public long sizeInBytes() {
        return 8L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private long[] values;

        public Builder(int capacity) {
            super(capacity);
            values = new long[capacity];
        }

        public void append(long value) {
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
        public LongColumn build() {
            LongColumn column = new LongColumn(size, values, takeNulls());
            values = new long[values.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 8L * size;
        }
    }
}
