package dev.sluice.spi;

import java.time.Instant;

/** What a run is told that can't get a lease, or has lost it: the same whatever the destination is. */
public final class LeaseFailures {
    private LeaseFailures() {}

    /**
     * Another run has the lease.
     *
     * @param runId the other run
     * @param holder where it is, {@link LeaseHolder#description}
     * @param since when it took the lease; all times are those of the destination's clock
     * @param expires when the lease ends unless it is renewed
     */
    public static ConnectorException held(
            WriteRequest request, String runId, String holder, Instant since, Instant expires, Instant now) {
        return new ConnectorException(
                ErrorCode.LOCKED,
                "another run of '" + request.pipeline() + "' is going on: run " + runId + " on " + holder
                        + " has been writing to '" + request.target() + "' since " + since
                        + ". Wait for it to end, or stop it; if it has crashed, its lease ends at " + expires
                        + " by the server's clock, which says " + now);
    }

    /** The run didn't renew its lease in time, and another has it. */
    public static ConnectorException taken(WriteRequest request, String runId, String holder, Instant since) {
        return lost(request, "run " + runId + " on " + holder + " has taken it at " + since, null);
    }

    /**
     * The run didn't renew its lease in time.
     *
     * @param why what has become of the lease
     * @param cause how that was noticed, or null
     */
    public static ConnectorException lost(WriteRequest request, String why, Throwable cause) {
        return new ConnectorException(
                ErrorCode.LOCKED,
                "this run didn't renew its lease on '" + request.target() + "' in time: " + why
                        + ". Nothing was published; run it again when no other run of '" + request.pipeline()
                        + "' is going on",
                cause);
    }
}
