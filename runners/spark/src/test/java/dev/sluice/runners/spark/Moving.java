package dev.sluice.runners.spark;

import dev.sluice.engine.ConnectorRegistry;
import dev.sluice.engine.config.Pipeline;
import dev.sluice.engine.config.PipelineReader;
import dev.sluice.engine.plan.Budget;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Runner;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import dev.sluice.engine.verify.Verification;
import dev.sluice.testkit.postgres.TestingDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Pipelines as texts, and how they are run in this process. */
final class Moving {
    private static final ConnectorRegistry REGISTRY = ConnectorRegistry.load(Optional.empty());

    private Moving() {}

    static String postgres(TestingDatabase database, int port) {
        return "{connector_type: postgresql, config: {host: 127.0.0.1, port: " + port + ", database: " + database.name()
                + ", user: " + database.user() + ", password: \"" + database.password() + "\"}}";
    }

    static String postgres(TestingDatabase database) {
        return postgres(database, database.port());
    }

    static String pipeline(String name, String source, String destination, String stream) {
        return "name: " + name + "\nsource: " + source + "\ndestination: " + destination + "\nstreams: [" + stream
                + "]\n";
    }

    /** A file of several pipelines. */
    static Path file(Path folder, String... pipelines) throws IOException {
        return Files.writeString(folder.resolve("pipelines.yaml"), String.join("---\n", pipelines));
    }

    /** Runs a pipeline of one stream in this process, verified in full. */
    static StreamReport locally(Path folder, String pipeline) throws IOException {
        Path file = Files.writeString(folder.resolve("local.yaml"), pipeline);
        Pipeline read = new PipelineReader(REGISTRY, System::getenv).read(file).getFirst();
        RunReport report;
        try (RunPlan plan = new Planner(REGISTRY).plan(read, Budget.of(256L << 20, 2, 0))) {
            report = new Runner().run(plan.verifying(Verification.FULL), event -> {});
        }
        if (report.status() != Status.SUCCEEDED) {
            throw new AssertionError("the local run failed", report.failure());
        }
        return report.streams().getFirst();
    }

    /** Values of all rows, in any order, as one text. */
    static String content(TestingDatabase database, String table) {
        return database.query("SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM "
                        + table + " t")
                .toString();
    }

    /** Tables that only a run in progress may have. */
    static List<List<String>> staged(TestingDatabase database) {
        return database.query("SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname LIKE '%sluice%'"
                + " AND relname <> '_sluice_state'");
    }
}
