package dev.sluice.connectors.storage;

import java.io.IOException;

/** What a commit asks before it shows anything: whether the run may still publish. */
interface Fence {
    /** Of a run without a lease. */
    Fence NONE = () -> {};

    /**
     * Holds off whoever would write to the same target for a while. Costs little where that was asked a moment ago.
     *
     * @throws dev.sluice.spi.ConnectorException LOCKED where another run has taken the lease
     */
    void requireHeld() throws IOException;
}
