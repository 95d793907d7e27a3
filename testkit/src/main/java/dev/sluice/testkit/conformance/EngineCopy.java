package dev.sluice.testkit.conformance;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.ConnectionConfig;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.StreamRule;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A stream of one system on its way to another, or the same, through the engine: planned, and run once. */
public final class EngineCopy {
    private static final long HEAP = 256L << 20;
    private static final int PARALLELISM = 2;

    private final RunPlan plan;

    private EngineCopy(RunPlan plan) {
        this.plan = plan;
    }

    /**
     * @param home where relative paths of the configurations start
     */
    public static EngineCopy plan(
            SystemUnderTest from, StreamName stream, SystemUnderTest to, StreamName target, Path home) {
        String source = from.source().spec().type();
        String destination = to.destination().spec().type();
        StreamRule rule = new StreamRule(
                new ConnectorDriver(from).discover(stream).name().toString(),
                "",
                Optional.of(target.toString()),
                List.of(),
                WriteMode.OVERWRITE,
                List.of(),
                false);
        Pipeline pipeline = new Pipeline(
                "copy",
                new ConnectionConfig(source, from.sourceOptions(stream), source),
                new ConnectionConfig(destination, to.destinationOptions(), destination),
                List.of(rule),
                home);
        Planner planner = new Planner(ConnectorRegistry.load(Optional.empty()));
        return new EngineCopy(planner.plan(pipeline, Budget.of(HEAP, PARALLELISM, 0)));
    }

    public RunPlan plan() {
        return plan;
    }

    public RunReport run() {
        try (plan) {
            return new Runner().run(plan, event -> {});
        }
    }
}
