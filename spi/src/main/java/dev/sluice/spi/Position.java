package dev.sluice.spi;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a stream has been read: where the next incremental run begins. Plain data.
 *
 * @param cursor the largest cursor value that was read for, as canonical text; empty where there was no row yet, or where
 *     the source goes by something else than a cursor
 * @param details the source's own: the snapshot's transactions, the files that were read
 */
public record Position(String cursor, Map<String, String> details) implements Serializable {
    public Position {
        details = Collections.unmodifiableMap(new TreeMap<>(details));
    }

    public static Position of(String cursor) {
        return new Position(cursor, Map.of());
    }
}
