package dev.sluice.engine.run;

import java.time.Instant;
import java.util.List;

/**
 * How a run ended.
 *
 * @param failure what ended it early, or null
 */
public record RunReport(
        String runId,
        String pipeline,
        Status status,
        Instant startedAt,
        long durationMillis,
        long peakMemoryBytes,
        List<StreamReport> streams,
        Throwable failure) {
    public RunReport {
        streams = List.copyOf(streams);
    }
}
