package dev.sluice.engine.plan;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.SourceConnector;
import java.util.List;

/** A pipeline with everything found out that can be found out before a row moves. */
public record RunPlan(
        String runId,
        Pipeline pipeline,
        SourceConnector source,
        DestinationConnector destination,
        List<StreamPlan> streams,
        Budget budget) {
    public RunPlan {
        streams = List.copyOf(streams);
    }
}
