package dev.sluice.formats.json;

import dev.sluice.spi.data.ColumnBuilder;

/** Reads JSON values of one type into a column. Not thread-safe. */
@FunctionalInterface
interface ValueReader {
    /** Moves over the value at the position and appends it; it isn't {@code null}. */
    void read(JsonCursor in, ColumnBuilder out);

    /** The same, for values that may be {@code null}. */
    default void readNullable(JsonCursor in, ColumnBuilder out) {
        if (in.peek() == 'n') {
            in.literal("null");
            out.appendNull();
        } else {
            read(in, out);
        }
    }
}
