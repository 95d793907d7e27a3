package dev.sluice.engine.plan;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.verify.Verification;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import java.util.List;

/**
 * A pipeline with everything found out that can be found out before a row moves.
 *
 * @param targetReader reads what the destination has written; null where there is no source of its type
 * @param verification how far the run checks itself
 * @param resumes whether splits that a crashed run had staged are taken over
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
        boolean resumes) {
    public RunPlan {
        streams = List.copyOf(streams);
    }

    /** The same, checked as far as that. */
    public RunPlan verifying(Verification wanted) {
        return new RunPlan(runId, pipeline, source, destination, targetReader, streams, budget, wanted, resumes);
    }

    /** The same, beginning anew even where a crashed run had staged something. */
    public RunPlan withoutResuming() {
        return new RunPlan(runId, pipeline, source, destination, targetReader, streams, budget, verification, false);
    }
}
