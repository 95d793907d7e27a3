package dev.sluice.spi;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of a stream that one task reads. Plain data: a split may be read in another process than the one that planned
 * it, and more than once.
 *
 * @param index position among the stream's splits, from 0; the source's order where it has one
 * @param description for people: {@code pages 0-4095}, {@code orders.csv bytes 0-67108864}
 * @param properties what the source needs to read it
 * @param repeats whether the next incremental run may read its rows again
 */
public record Split(int index, String description, Map<String, String> properties, boolean repeats)
        implements Serializable {
    public Split {
        properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
    }

    /** Rows that are read once. */
    public Split(int index, String description, Map<String, String> properties) {
        this(index, description, properties, false);
    }

    public String property(String name) {
        String value = properties.get(name);
        if (value == null) {
            throw new IllegalStateException("split " + index + " (" + description + ") has no property " + name);
        }
        return value;
    }

    public long longProperty(String name) {
        return Long.parseLong(property(name));
    }
}
