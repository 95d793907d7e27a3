package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import dev.sluice.testkit.postgres.PrivatePostgres;
import dev.sluice.testkit.postgres.PrivatePostgres.Shutdown;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server that is shut down, or crashes, at random moments of a run, and comes back. */
class RestartedServerTest {
    private static final int RESTARTS = 6;
    private static final System.Logger LOG = System.getLogger(RestartedServerTest.class.getName());

    private static PrivatePostgres server;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        // where there is none this says so, and skips
        TestingPostgres.shared();
        server = PrivatePostgres.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Test
    @Timeout(600)
    void contract20ARestartOfTheTargetsServerLosesAndDoublesNothing() throws Exception {
        TestingDatabase from = TestingPostgres.shared().createDatabase();
        TestingDatabase to = server.createDatabase();
        Path pipeline = write(
                Yaml.connection("source", from, from.port()),
                Yaml.connection("destination", to, to.port()),
                Pipelines.MERGE);
        try (Scenario scenario = new Growth(pipeline, from, new PostgresTarget(to), false, Settings.seed())) {
            restart(scenario);
        }
    }

    @Test
    @Timeout(600)
    void contract20ARestartOfTheSourcesServerLosesAndDoublesNothing() throws Exception {
        TestingDatabase from = server.createDatabase();
        Path to = folder.resolve("lake");
        Path pipeline = write(
                Yaml.connection("source", from, from.port()),
                "destination: {connector_type: local_file, config: {base_path: " + to
                        + ", format: parquet, overwrite: true}}",
                "{name: public.t, destination: target}");
        try (Scenario scenario =
                new Replacement(pipeline, new PostgresVersions(from), new FolderTarget(to.resolve("target")))) {
            restart(scenario);
        }
    }

    private Path write(String source, String destination, String stream) throws Exception {
        return Files.writeString(
                folder.resolve("pipeline.yaml"), source + "\n" + destination + "\nstreams: [" + stream + "]\n");
    }

    private static void restart(Scenario scenario) throws Exception {
        Random random = new Random(Settings.seed());
        scenario.change();
        Runs.succeed(scenario.pipeline());
        scenario.assertArrived();
        long start = System.nanoTime();
        Runs.succeed(scenario.pipeline());
        long runMillis = Math.max(20, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        for (int i = 0; i < RESTARTS; i++) {
            scenario.change();
            FutureTask<RunReport> run = begin(() -> Runs.run(scenario.pipeline()));
            Thread.sleep(random.nextLong(runMillis));
            Shutdown shutdown = i % 2 == 0 ? Shutdown.FAST : Shutdown.IMMEDIATE;
            server.restart(shutdown);
            RunReport report = run.get();
            LOG.log(System.Logger.Level.INFO, shutdown + " restart -> " + report.status() + " " + report.failure());
            if (report.status() != Status.SUCCEEDED) {
                assertThat(report.failure()).isInstanceOf(ConnectorException.class);
            }
            scenario.assertWhole();
            Runs.succeed(scenario.pipeline());
            scenario.assertArrived();
            scenario.assertClean();
        }
    }

    private static FutureTask<RunReport> begin(Callable<RunReport> run) throws ExecutionException {
        FutureTask<RunReport> task = new FutureTask<>(run);
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
