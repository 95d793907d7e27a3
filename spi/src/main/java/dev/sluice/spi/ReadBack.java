package dev.sluice.spi;

import dev.sluice.spi.data.Type;
import java.io.Serializable;
import java.util.Map;

/**
 * How the source connector of the same type reads what a destination has written. Plain data.
 *
 * @param options for the source
 * @param stream as the source names it; null for the only one
 * @param columns the source's names of columns, by those they were written by, where these may be others or another column's in
 *     another case; others go by their own names, or by one that differs in its case alone
 * @param types in which the source can read a column, by the name that it was written by, where what it finds is no such type:
 *     an instant that is kept as a wall clock
 */
public record ReadBack(Options options, StreamName stream, Map<String, String> columns, Map<String, Type> types)
        implements Serializable {
    public ReadBack {
        columns = Map.copyOf(columns);
        types = Map.copyOf(types);
    }

    /** Of a target that keeps the columns' types. */
    public ReadBack(Options options, StreamName stream, Map<String, String> columns) {
        this(options, stream, columns, Map.of());
    }

    /** Of a target that keeps the columns' names. */
    public ReadBack(Options options, StreamName stream) {
        this(options, stream, Map.of());
    }
}
