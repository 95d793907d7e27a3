package dev.sluice.spi.data;

/**
 * The values of one column of a batch: primitive arrays on the heap, laid out as in Arrow.
 *
 * <p>Immutable once built, and so safe to hand from thread to thread; the arrays behind it are shared for speed and must
 * not be written to. Arrays may be longer than {@link #size()}: what lies beyond has no meaning. The slot of a null value
 * holds an unspecified value.
 *
 * <p>Dispatch with a switch over the sealed subclasses, once per column and not once per value.
 */
public abstract sealed class Column
        permits BooleanColumn,
                IntColumn,
                LongColumn,
                FloatColumn,
                DoubleColumn,
                Int128Column,
                NanoTimestampColumn,
                BytesColumn,
                ListColumn,
                StructColumn {
    private final int size;
    private final boolean[] nulls;

    Column(int size, boolean[] nulls) {
        this.size = size;
        this.nulls = nulls;
    }

    /** The number of values, nulls included. */
    public final int size() {
        return size;
    }

    public final boolean isNull(int row) {
        return nulls != null && nulls[row];
    }

    /** The null mask (true means null), or null where the column certainly has none. */
    public final boolean[] nulls() {
        return nulls;
    }

    public final boolean hasNulls() {
        return nulls != null;
    }

    /** How much heap the values take, in bytes; what budgets count. */
    public abstract long sizeInBytes();

    /** Some of the values, in a column of their own. */
    public final Column select(int[] rows) {
        return Selection.of(this, rows);
    }

    final long nullBytes() {
        return nulls == null ? 0 : size;
    }
}
