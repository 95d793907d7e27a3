package dev.sluice.engine.config;

import dev.sluice.spi.Capability;
import dev.sluice.spi.ConnectorSpec;
import dev.sluice.spi.WriteMode;

/** Which destinations can write how. */
public final class WriteModes {
    private WriteModes() {}

    public static boolean able(ConnectorSpec destination, WriteMode mode) {
        return switch (mode) {
            case OVERWRITE -> true;
            case APPEND -> destination.can(Capability.APPEND);
            case MERGE -> destination.can(Capability.MERGE);
        };
    }
}
