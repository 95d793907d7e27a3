package dev.sluice.engine.run;

import dev.sluice.spi.ConnectorException;
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
    /** Of a run that ended before a row moved. */
    public static RunReport ofFailedStart(String runId, String pipeline, ConnectorException failure) {
        return new RunReport(runId, pipeline, Status.of(failure.code()), Instant.now(), 0, 0, List.of(), failure);
    }

    public RunReport {
        streams = List.copyOf(streams);
    }
}
