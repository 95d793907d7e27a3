package dev.sluice.connectors.storage;

import java.time.Instant;

/**
 * A file that some run staged and nobody published yet.
 *
 * @param stager who staged it; both parts are empty where its name doesn't tell
 * @param since when it was begun or last written to, as the storage says
 */
public record Leftover(StagedFile file, Stager stager, Instant since) {
    /** For what doesn't tell who staged it. */
    public static final Stager UNKNOWN = new Stager("", "");
}
