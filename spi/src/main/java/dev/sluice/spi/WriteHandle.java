package dev.sluice.spi;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What {@link DestinationConnector#begin} prepared. Plain data, handed to every task and to the commit.
 *
 * @param properties the destination's own: names of staging tables, folders, upload ids
 * @param staged what an earlier, crashed run of the same splits had staged and this one goes on from; not to be read again
 * @param notes what the user should know
 */
public record WriteHandle(Map<String, String> properties, List<CommitToken> staged, List<String> notes)
        implements Serializable {
    public WriteHandle {
        properties = Map.copyOf(properties);
        staged = List.copyOf(staged);
        notes = List.copyOf(notes);
    }

    public static WriteHandle of(Map<String, String> properties) {
        return new WriteHandle(properties, List.of(), List.of());
    }

    public String property(String name) {
        String value = properties.get(name);
        if (value == null) {
            throw new IllegalStateException("the write handle has no property " + name);
        }
        return value;
    }
}
