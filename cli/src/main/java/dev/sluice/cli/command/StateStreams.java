package dev.sluice.cli.command;

import dev.sluice.cli.Console;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.history.PipelineLock;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.sync.PipelineStates;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.Suggestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The streams whose state a command is about. */
final class StateStreams {
    @Parameters(paramLabel = "PIPELINE", description = "A pipeline file, YAML or JSON.")
    private String file;

    @Option(names = "--stream", paramLabel = "NAME", description = "One stream; all incremental ones unless given.")
    private String stream;

    @Option(names = "--state-dir", paramLabel = "DIR", description = "Where run history and locks are kept.")
    private Path stateFolder;

    /** Does something with one stream's state. */
    @FunctionalInterface
    interface Action {
        void on(PipelineStates states, Pipeline pipeline, StreamPlan stream);
    }

    /** Does it for each stream, with the pipeline locked and planned. */
    void forEach(Console console, Action action) {
        Session session = new Session(console);
        int found = 0;
        for (Pipeline pipeline : session.pipelines(file)) {
            try (PipelineLock lock = StateFolder.ofPipeline(console, Optional.ofNullable(stateFolder), pipeline.home())
                            .lock(pipeline.name());
                    RunPlan plan = new Planner(session.registry())
                            .plan(pipeline, Budget.of(Runtime.getRuntime().maxMemory(), 1, 0))) {
                PipelineStates states = new PipelineStates(plan);
                for (StreamPlan each : chosen(states.streams())) {
                    found++;
                    action.on(states, pipeline, each);
                }
            }
        }
        if (found == 0) {
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND, file + ": no stream is read incrementally, so there is no state");
        }
    }

    private List<StreamPlan> chosen(List<StreamPlan> streams) {
        if (stream == null) {
            return streams;
        }
        List<StreamPlan> chosen = streams.stream()
                .filter(each -> each.stream().name().toString().equals(stream)
                        || each.stream().name().name().equals(stream))
                .toList();
        if (chosen.isEmpty()) {
            List<String> names = streams.stream()
                    .map(each -> each.stream().name().toString())
                    .toList();
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND,
                    "no stream '" + stream + "' is read incrementally" + Suggestion.didYouMean(stream, names));
        }
        return chosen;
    }
}
