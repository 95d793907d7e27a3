package dev.sluice.spi;

import java.util.Map;

/**
 * What to look for.
 *
 * @param options the source's validated options
 * @param queries queries to describe as streams, by the name the stream shall have; only where the source declares {@link
 *     Capability#QUERIES}
 */
public record DiscoverRequest(Options options, Map<String, String> queries) {
    public DiscoverRequest {
        queries = Map.copyOf(queries);
    }

    public static DiscoverRequest of(Options options) {
        return new DiscoverRequest(options, Map.of());
    }
}
