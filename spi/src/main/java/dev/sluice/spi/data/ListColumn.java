package dev.sluice.spi.data;

import java.util.Arrays;

/**
 * Values of LIST and MAP: list {@code row} is {@code elements[offsets[row] … offsets[row + 1])}. The elements of a map
 * are structs of key and value. A null list has length 0.
 */
public final class ListColumn extends Column {
    private final int[] offsets;
    private final Column elements;

    /**
     * @param size number of lists
     * @param offsets {@code size + 1} ascending positions in {@code elements}
     * @param elements the elements of all lists end to end
     * @param nulls true where the list is null; null where there are none
     */
    public ListColumn(int size, int[] offsets, Column elements, boolean[] nulls) {
        super(size, nulls);
        this.offsets = offsets;
        this.elements = elements;
    }

    public Column elements() {
        return elements;
    }

    /** Where each list starts, and in slot {@code size} where the last one ends; shared: read only. */
    public int[] offsets() {
        return offsets;
    }

    public int start(int row) {
        return offsets[row];
    }

    public int end(int row) {
        return offsets[row + 1];
    }

    @Override
    public long sizeInBytes() {
        return elements.sizeInBytes() + 4L * (size() + 1) + nullBytes();
    }

    /** Collects lists: append the elements to {@link #elements()}, then call {@link #endList()}; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private final ColumnBuilder elements;
        private int[] offsets;

        public Builder(ColumnBuilder elements, int capacity) {
            super(capacity);
            this.elements = elements;
            offsets = new int[capacity + 1];
        }

        public ColumnBuilder elements() {
            return elements;
        }

        /** Ends a list: what was appended to the elements since the last one. */
        public void endList() {
            if (size + 1 == offsets.length) {
                grow(size + 1);
            }
            offsets[++size] = elements.size();
        }

        @Override
        void resize(int capacity) {
            offsets = Arrays.copyOf(offsets, capacity + 1);
        }

        @Override
        void cut(int newSize) {
            elements.truncate(offsets[newSize]);
        }

        @Override
        void appendPlaceholder() {
            endList();
        }

        @Override
        public ListColumn build() {
            ListColumn column = new ListColumn(size, offsets, elements.build(), takeNulls());
            offsets = new int[offsets.length];
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            return elements.sizeInBytes() + 4L * size;
        }
    }
}
