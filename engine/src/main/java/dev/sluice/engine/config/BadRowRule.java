package dev.sluice.engine.config;

import dev.sluice.spi.OnError;
import java.io.Serializable;

/**
 * What a stream does about rows and values that can't be read or don't fit.
 *
 * @param limit how many there may be
 * @param folder where rejected rows go, as the user wrote it; empty for the folder of run history
 */
public record BadRowRule(OnError onError, ErrorLimit limit, String folder) implements Serializable {
    /** The first bad row ends the run. */
    public static final BadRowRule FAIL = new BadRowRule(OnError.FAIL, ErrorLimit.NONE, "");
}
