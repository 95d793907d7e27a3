package dev.sluice.spi;

import java.util.List;
import java.util.Set;

/**
 * What a connector is: shown by {@code sluice connectors}, and the ground on which configurations are validated.
 *
 * @param type the {@code connector_type} users write, such as {@code postgresql}; a source and a destination may share it
 * @param summary one line for lists
 * @param options every key of {@code config}, required ones first
 * @param capabilities what it can do
 * @param uri how a connection is written as a URI, or {@link UriMapping#NONE}
 */
public record ConnectorSpec(
        String type, String summary, List<Option<?>> options, Set<Capability> capabilities, UriMapping uri) {
    public ConnectorSpec {
        options = List.copyOf(options);
        capabilities = Set.copyOf(capabilities);
    }

    public boolean can(Capability capability) {
        return capabilities.contains(capability);
    }
}
