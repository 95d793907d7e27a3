package dev.sluice.spi.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of variable length, end to end in one byte array: UTF-8 text for STRING, JSON, NUMERIC and INTERVAL, any bytes
 * for BINARY. Value {@code row} is {@code bytes[offsets[row] … offsets[row + 1])}; a null has length 0.
 */
public final class BytesColumn extends Column {
    private final byte[] bytes;
    private final int[] offsets;

    /**
     * @param size number of values
     * @param bytes the values end to end; taken over, not copied
     * @param offsets {@code size + 1} ascending positions in {@code bytes}; the first need not be 0
     * @param nulls true where the value is null; null where there are none
     */
    public BytesColumn(int size, byte[] bytes, int[] offsets, boolean[] nulls) {
        super(size, nulls);
        this.bytes = bytes;
        this.offsets = offsets;
    }

    /** All values end to end, shared: read only. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where each value starts, and in slot {@code size} where the last one ends; shared: read only. */
    public int[] offsets() {
        return offsets;
    }

    public int start(int row) {
        return offsets[row];
    }

    public int length(int row) {
        return offsets[row + 1] - offsets[row];
    }

    /** The value as a String; for messages and tests, not for hot paths. */
    public String text(int row) {
        return new String(bytes, offsets[row], length(row), StandardCharsets.UTF_8);
    }

    @Override
    public long sizeInBytes() {
        return offsets[size()] - offsets[0] + 4L * (size() + 1) + nullBytes();
    }

    /** Collects values; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private static final int INITIAL_BYTES_PER_VALUE = 8;

        private byte[] bytes;
        private int[] offsets;
        private int end;

        public Builder(int capacity) {
            super(capacity);
            offsets = new int[capacity + 1];
            bytes = new byte[capacity * INITIAL_BYTES_PER_VALUE];
        }

        /** Appends one value, copied from {@code source[from … from + length)}. */
        public void append(byte[] source, int from, int length) {
            byte[] target = reserve(length);
            System.arraycopy(source, from, target, end, length);
            endValue(length);
        }

        public void append(byte[] value) {
            append(value, 0, value.length);
        }

        public void append(String value) {
            append(value.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Makes room for a value of up to {@code length} bytes at {@link #position()} of the array returned; the caller
         * writes it there and calls {@link #endValue}. For decoders that would otherwise write to a buffer first.
         */
        public byte[] reserve(int length) {
            if (bytes.length - end < length) {
                long needed = (long) end + length;
                if (needed > Integer.MAX_VALUE - 8) {
                    throw new IllegalStateException("a column of one batch can hold at most 2 GiB of text or bytes");
                }
                bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * end)));
            }
            return bytes;
        }

        /** Where the next value starts in the array that {@link #reserve} returns. */
        public int position() {
            return end;
        }

        /** Ends the value that was written to the reserved room. */
        public void endValue(int length) {
            if (size + 1 == offsets.length) {
                grow(size + 1);
            }
            end += length;
            offsets[++size] = end;
        }

        @Override
        void resize(int capacity) {
            offsets = Arrays.copyOf(offsets, capacity + 1);
        }

        @Override
        void cut(int newSize) {
            end = offsets[newSize];
        }

        @Override
        void appendPlaceholder() {
            endValue(0);
        }

        @Override
        public BytesColumn build() {
            BytesColumn column = new BytesColumn(size, bytes, offsets, takeNulls());
            bytes = new byte[Math.max(INITIAL_BYTES_PER_VALUE, end + (end >> 4))];
            offsets = new int[offsets.length];
            end = 0;
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return end + 4L * size;
        }
    }
}
