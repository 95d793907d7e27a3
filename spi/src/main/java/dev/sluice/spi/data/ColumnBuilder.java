package dev.sluice.spi.data;

import java.util.Arrays;

/**
 * Collects the values of one column. Not thread-safe. After {@link #build()} the builder is empty and can be used again;
 * the arrays it filled belong to the column.
 */
public abstract sealed class ColumnBuilder
        permits BooleanColumn.Builder,
                IntColumn.Builder,
                LongColumn.Builder,
                FloatColumn.Builder,
                DoubleColumn.Builder,
                Int128Column.Builder,
                NanoTimestampColumn.Builder,
                BytesColumn.Builder,
                ListColumn.Builder,
                StructColumn.Builder {
    int size;
    private boolean[] nulls;
    private int capacity;

    ColumnBuilder(int capacity) {
        this.capacity = Math.max(1, capacity);
    }

    /** A builder for columns of a type, with room for {@code capacity} values before it grows. */
    public static ColumnBuilder of(Type type, int capacity) {
        int room = Math.max(1, capacity);
        return switch (Type.Storage.of(type)) {
            case BOOLEAN -> new BooleanColumn.Builder(room);
            case INT -> new IntColumn.Builder(room);
            case LONG -> new LongColumn.Builder(room);
            case FLOAT -> new FloatColumn.Builder(room);
            case DOUBLE -> new DoubleColumn.Builder(room);
            case INT128 -> new Int128Column.Builder(room);
            case NANO_TIMESTAMP -> new NanoTimestampColumn.Builder(room);
            case BYTES -> new BytesColumn.Builder(room);
            case LIST ->
                new ListColumn.Builder(
                        of(type instanceof Type.MapOf map ? map.entry() : ((Type.ListOf) type).element(), room), room);
            case STRUCT ->
                new StructColumn.Builder(
                        ((Type.Struct) type)
                                .fields().stream()
                                        .map(field -> of(field.type(), room))
                                        .toList(),
                        room);
        };
    }

    /** The number of values so far. */
    public final int size() {
        return size;
    }

    public final void appendNull() {
        int row = size;
        appendPlaceholder();
        if (nulls == null) {
            nulls = new boolean[Math.max(capacity, size)];
        } else if (nulls.length < size) {
            nulls = Arrays.copyOf(nulls, Math.max(size, nulls.length * 2));
        }
        nulls[row] = true;
    }

    /** Takes the last values off again, and what was begun of another: afterwards there are {@code newSize}, not more than before. */
    public final void truncate(int newSize) {
        cut(newSize);
        if (nulls != null) {
            Arrays.fill(nulls, Math.min(newSize, nulls.length), nulls.length, false);
        }
        size = newSize;
    }

    /** Hands over what was collected and starts anew. */
    public abstract Column build();

    /** The heap that the values collected so far take, in bytes. */
    public abstract long sizeInBytes();

    /** Appends a value that stands under a null mark. */
    abstract void appendPlaceholder();

    /** Takes off what lies beside the fixed slots of values; {@link #size} is still the old one. */
    void cut(int newSize) {
        // most builders have nothing but slots
    }

    /** Gives the value arrays room for {@code newCapacity} values. */
    abstract void resize(int newCapacity);

    final void grow(int needed) {
        capacity = Math.max(needed, Math.addExact(capacity, capacity >> 1) + 1);
        resize(capacity);
    }

    /** The mask for {@code size} values, or null where no null was appended. */
    final boolean[] takeNulls() {
        boolean[] taken = nulls;
        nulls = null;
        return taken == null || taken.length >= size ? taken : Arrays.copyOf(taken, size);
    }
}
