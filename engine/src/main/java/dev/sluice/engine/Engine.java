package dev.sluice.engine;

import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.history.PipelineLock;
import dev.sluice.engine.history.RunHistory;
import dev.sluice.engine.history.Workspace;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.RunEvent;
import dev.sluice.engine.run.RunListener;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.spi.ConnectorException;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.UnaryOperator;

/** Runs pipelines: takes the lock, plans, runs, and keeps the history. Thread-safe. */
public final class Engine {
    private final ConnectorRegistry registry;

    public Engine(ConnectorRegistry registry) {
        this.registry = registry;
    }

    /**
     * Runs a pipeline. Interrupt the calling thread to cancel.
     *
     * @param workspace where lock and history are kept
     * @param listener called from several threads, one at a time
     * @return how it ended, well or not
     * @throws ConnectorException where it ended before a row moved: the plan failed, or another run holds the lock
     */
    public RunReport run(Pipeline pipeline, Budget budget, Workspace workspace, RunListener listener) {
        try (PipelineLock lock = workspace.lock(pipeline.name());
                RunPlan plan = new Planner(registry).plan(pipeline, budget)) {
            RunHistory history = workspace.history();
            // Opening the history's database takes longer than a small run: it goes on beside it.
            CompletableFuture<Void> begun =
                    CompletableFuture.runAsync(() -> history.begin(plan.runId(), pipeline.name(), Instant.now()));
            RunReport report = new Runner().run(plan, workspace.rejects(pipeline.name()), workspace.holder(), listener);
            try {
                begun.join();
                history.end(report, UnaryOperator.identity());
            } catch (CompletionException | ConnectorException e) {
                listener.on(new RunEvent.Note(pipeline.name(), e.getMessage()));
            }
            return report;
        }
    }
}
