package dev.sluice.spi.data;

import java.util.Arrays;

/** Values of TIMESTAMP and TIMESTAMP_TZ above precision 6: microseconds since the epoch, and the digits 7 to 9 beside. */
public final class NanoTimestampColumn extends Column {
    private final long[] micros;
    private final short[] nanos;

    /**
     * @param size number of values
     * @param micros microseconds since 1970-01-01T00:00, rounded down
     * @param nanos nanoseconds within the microsecond, 0 to 999
     * @param nulls true where the value is null; null where there are none
     */
    public NanoTimestampColumn(int size, long[] micros, short[] nanos, boolean[] nulls) {
        super(size, nulls);
        this.micros = micros;
        this.nanos = nanos;
    }

    public long micros(int row) {
        return micros[row];
    }

    /** Nanoseconds within the microsecond, 0 to 999. */
    public int nanos(int row) {
        return nanos[row];
    }

    @Override
    public long sizeInBytes() {
        return 10L * size() + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private long[] micros;
        private short[] nanos;

        public Builder(int capacity) {
            super(capacity);
            micros = new long[capacity];
            nanos = new short[capacity];
        }

        /**
         * @param epochMicros microseconds since the epoch, rounded down
         * @param nanosOfMicro 0 to 999
         */
        public void append(long epochMicros, int nanosOfMicro) {
            if (size == micros.length) {
                grow(size + 1);
            }
            micros[size] = epochMicros;
            nanos[size++] = (short) nanosOfMicro;
        }

        @Override
        void resize(int capacity) {
            micros = Arrays.copyOf(micros, capacity);
            nanos = Arrays.copyOf(nanos, capacity);
        }

        @Override
        void appendPlaceholder() {
            append(0, 0);
        }

        @Override
        public NanoTimestampColumn build() {
            NanoTimestampColumn column = new NanoTimestampColumn(size, micros, nanos, takeNulls());
            micros = new long[micros.length];
            nanos = new short[nanos.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return 10L * size;
        }
    }
}
