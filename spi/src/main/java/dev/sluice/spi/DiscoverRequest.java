package dev.sluice.spi;

import java.util.List;
import java.util.Map;

/**
 * What to look for.
 *
 * @param options the source's validated options
 * @param queries queries to describe as streams, by the name the stream shall have; only where the source declares {@link
 *     Capability#QUERIES}
 * @param namespaces what streams are named with that are asked for ({@code sales} of {@code sales.orders}), to be looked at too
 *     where the options leave open which are
 */
public record DiscoverRequest(Options options, Map<String, String> queries, List<String> namespaces) {
    public DiscoverRequest {
        queries = Map.copyOf(queries);
        namespaces = List.copyOf(namespaces);
    }

    public DiscoverRequest(Options options, Map<String, String> queries) {
        this(options, queries, List.of());
    }

    public static DiscoverRequest of(Options options) {
        return new DiscoverRequest(options, Map.of());
    }
}
