package dev.sluice.spi;

import java.io.Serializable;
import java.util.Map;

/**
 * How the source connector of the same type reads what a destination has written. Plain data.
 *
 * @param options for the source
 * @param stream as the source names it; null for the only one
 * @param columns the source's names of columns, by those they were written by, where these may be others or another column's in
 *     another case; others go by their own names, or by one that differs in its case alone
 */
public record ReadBack(Options options, StreamName stream, Map<String, String> columns) implements Serializable {
    public ReadBack {
        columns = Map.copyOf(columns);
    }

    /** Of a target that keeps the columns' names. */
    public ReadBack(Options options, StreamName stream) {
        this(options, stream, Map.of());
    }
}
