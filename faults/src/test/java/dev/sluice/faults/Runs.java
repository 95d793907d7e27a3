package dev.sluice.faults;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.Engine;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader;
import dev.sluice.engine.history.Workspace;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.run.RunListener;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Runs a pipeline file in this process, with its lock and history beside it, as the program does. */
final class Runs {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());
    private static final Budget BUDGET = Budget.of(128L << 20, 2, 0);

    private Runs() {}

    static Pipeline read(Path file) {
        return new PipelineReader(REGISTRY, System::getenv).read(file).getFirst();
    }

    /** How the run ended, well or not. */
    static RunReport run(Pipeline pipeline, RunListener listener) {
        Workspace workspace = new Workspace(pipeline.home().resolve(".sluice"));
        try {
            return new Engine(REGISTRY).run(pipeline, BUDGET, workspace, listener);
        } catch (ConnectorException e) {
            return RunReport.ofFailedStart("", pipeline.name(), e);
        }
    }

    static RunReport run(Path file) {
        return run(read(file), event -> {});
    }

    /** A run that has to get to its end: what it noted. */
    static List<String> succeed(Path file) {
        RunReport report = run(file);
        if (report.status() != Status.SUCCEEDED) {
            throw new AssertionError("the run after the fault failed", report.failure());
        }
        return report.streams().getFirst().warnings();
    }
}
