package dev.sluice.spi;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What {@link DestinationConnector#begin} prepared. Plain data, handed to every task and to the commit.
 *
 * @param properties the destination's own: names of staging tables, folders, upload ids
 * @param lastState the state last committed for this pipeline and stream, or empty
 * @param notes what the user should know
 */
public record WriteHandle(Map<String, String> properties, String lastState, List<String> notes)
        implements Serializable {
    public WriteHandle {
        properties = Map.copyOf(properties);
        notes = List.copyOf(notes);
    }

    public static WriteHandle of(Map<String, String> properties) {
        return new WriteHandle(properties, "", List.of());
    }

    public String property(String name) {
        String value = properties.get(name);
        if (value == null) {
            throw new IllegalStateException("the write handle has no property " + name);
        }
        return value;
    }
}
