package dev.sluice.cli.command;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;

/** Checks of option values. */
final class Arguments {
    private Arguments() {}

    static void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, option + " must be at least 1, not " + value);
        }
    }
}
