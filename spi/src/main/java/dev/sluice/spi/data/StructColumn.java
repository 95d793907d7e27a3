package dev.sluice.spi.data;

import java.util.List;

/** Values of STRUCT: one child column per field, each as long as this one. The children of a null struct are null. */
public final class StructColumn extends Column {
    private final List<Column> children;

    /**
     * @param size number of structs
     * @param children one per field, each of {@code size} values
     * @param nulls true where the struct itself is null; null where there are none
     */
    public StructColumn(int size, List<Column> children, boolean[] nulls) {
        super(size, nulls);
        this.children = List.copyOf(children);
    }

    public List<Column> children() {
        return children;
    }

    public Column child(int index) {
        return children.get(index);
    }

    @Override
    public long sizeInBytes() {
        long bytes = nullBytes();
        for (Column child : children) {
            bytes += child.sizeInBytes();
        }
        return bytes;
    }

    /** Collects structs: append one value to each child, then call {@link #endStruct()}; not thread-safe. */
    public static final class Builder extends ColumnBuilder {
        private final List<ColumnBuilder> children;

        public Builder(List<ColumnBuilder> children, int capacity) {
            super(capacity);
            this.children = List.copyOf(children);
        }

        public ColumnBuilder child(int index) {
            return children.get(index);
        }

        public int childCount() {
            return children.size();
        }

        /** Ends a struct; each child must have received exactly one value. */
        public void endStruct() {
            size++;
        }

        @Override
        void resize(int capacity) {
            // the children grow by themselves
        }

        @Override
        void cut(int newSize) {
            children.forEach(child -> child.truncate(newSize));
        }

        @Override
        void appendPlaceholder() {
            children.forEach(ColumnBuilder::appendNull);
            size++;
        }

        @Override
        public StructColumn build() {
            StructColumn column = new StructColumn(
                    size, children.stream().map(ColumnBuilder::build).toList(), takeNulls());
            size = 0;
            return column;
        }

        @Override
        public long sizeInBytes() {
            long bytes = 0;
            for (ColumnBuilder child : children) {
                bytes += child.sizeInBytes();
            }
            return bytes;
        }
    }
}
