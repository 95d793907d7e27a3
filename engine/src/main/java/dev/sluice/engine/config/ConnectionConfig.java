package dev.sluice.engine.config;

import dev.sluice.spi.Options;

/**
 * A validated connection.
 *
 * @param type the connector's type
 * @param options its validated options
 * @param label how to name it to people: a type, a name from connections.yaml, a URI without its password
 */
public record ConnectionConfig(String type, Options options, String label) {
    public ConnectionConfig withOptions(Options other) {
        return new ConnectionConfig(type, other, label);
    }

    ConnectionConfig withLabel(String other) {
        return new ConnectionConfig(type, options, other);
    }
}
