package dev.sluice.engine.plan;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.verify.Verification;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import java.util.List;

/**
 * A pipeline with everything found out that can be found out before a row moves. Its connectors are its own, and may keep
 * connections until it is closed; once it is, they keep none, and still work.
 *
 * @param targetReader reads what the destination has written; null where there is no source of its type
 * @param verification how far the run checks itself
 * @param resumes whether the run goes on from what an earlier one had staged, and may be gone on from
 */
public record RunPlan(
        String runId,
        Pipeline pipeline,
        SourceConnector source,
        DestinationConnector destination,
        SourceConnector targetReader,
        List<StreamPlan> streams,
        Budget budget,
        Verification verification,
        boolean resumes)
        implements AutoCloseable {
    public RunPlan {
        streams = List.copyOf(streams);
    }

    /** The same, checked as far as that. */
    public RunPlan verifying(Verification wanted) {
        return new RunPlan(runId, pipeline, source, destination, targetReader, streams, budget, wanted, resumes);
    }

    /** The same, going on from what an earlier run had staged, or not. */
    public RunPlan resuming(boolean wanted) {
        return new RunPlan(runId, pipeline, source, destination, targetReader, streams, budget, verification, wanted);
    }

    @Override
    public void close() {
        source.close();
        destination.close();
        if (targetReader != null) {
            targetReader.close();
        }
    }
}
