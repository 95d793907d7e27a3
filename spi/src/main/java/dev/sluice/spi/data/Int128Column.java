package dev.sluice.spi.data;

import java.util.Arrays;

/** 128-bit values in two longs: unscaled values of DECIMAL above 18 digits (two's complement) and UUIDs. */
public final class Int128Column extends Column {
    private final long[] high;
    private final long[] low;

    /**
     * @param size number of values
     * @param high the upper 64 bits, with the sign
     * @param low the lower 64 bits
     * @param nulls true where the value is null; null where there are none
     */
    public Int128Column(int size, long[] high, long[] low, boolean[] nulls) {
        super(size, nulls);
        this.high = high;
        this.low = low;
    }

    public long high(int row) {
        return high[row];
    }

    public long low(int row) {
        return low[row];
    }

    /** The upper halves, shared: read only. */
    public long[] high() {
        return high;
    }

    /** The lower halves, shared: read only. */
    public long[] low() {
        return low;
    }

    @Override
    public long sizeInBytes() {
        return 16L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private long[] high;
        private long[] low;

        public Builder(int capacity) {
            super(capacity);
            high = new long[capacity];
            low = new long[capacity];
        }

        public void append(long highBits, long lowBits) {
            if (size == high.length) {
                grow(size + 1);
            }
            high[size] = highBits;
            low[size++] = lowBits;
        }

        @Override
        void resize(int capacity) {
            high = Arrays.copyOf(high, capacity);
            low = Arrays.copyOf(low, capacity);
        }

        @Override
        void appendPlaceholder() {
            append(0, 0);
        }

        @Override
        public Int128Column build() {
            Int128Column column = new Int128Column(size, high, low, takeNulls());
            high = new long[high.length];
            low = new long[low.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 16L * size;
        }
    }
}
