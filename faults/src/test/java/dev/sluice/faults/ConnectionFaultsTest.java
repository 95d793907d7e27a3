package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.spi.ConnectorException;
import dev.sluice.testkit.faults.Fault;
import dev.sluice.testkit.faults.FaultyProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Connections that are cut at random bytes, stand still, or lose a request or the answer to a commit. A run either gets over
 * it or fails with an error of ours; the next one has nothing to complain of.
 */
class ConnectionFaultsTest {
    private static final int FAULTS = Math.max(8, Settings.kills() / 18);
    private static final System.Logger LOG = System.getLogger(ConnectionFaultsTest.class.getName());

    @TempDir
    Path folder;

    /** A proxy before each server. */
    private static final class Proxies implements Wires, AutoCloseable {
        private FaultyProxy source;
        private FaultyProxy target;

        @Override
        public int toSource(String host, int port) throws IOException {
            source = new FaultyProxy(host, port);
            return source.port();
        }

        @Override
        public int toTarget(String host, int port) throws IOException {
            target = new FaultyProxy(host, port);
            return target.port();
        }

        @Override
        public void close() throws IOException {
            source.close();
            target.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Pipelines.class,
            names = {"POSTGRESQL_TO_MYSQL", "POSTGRESQL_TO_S3", "MERGE_INTO_POSTGRESQL", "APPEND_TO_POSTGRESQL"})
    @Timeout(1200)
    void contract20CutConnectionsAreRetriedAndLoseNothing(Pipelines pipelines) throws Exception {
        long seed = Settings.seed();
        Random random = new Random(seed);
        Map<Status, Integer> outcomes = new EnumMap<>(Status.class);
        try (Proxies proxies = new Proxies();
                Scenario scenario = pipelines.open(folder, proxies, seed)) {
            scenario.change();
            Runs.succeed(scenario.pipeline());
            long bytes = 200_000;
            for (int i = 0; i < FAULTS; i++) {
                boolean atSource = random.nextInt(3) == 0;
                FaultyProxy proxy = atSource ? proxies.source : proxies.target;
                Fault fault = fault(random, bytes, commitOf(pipelines, atSource, random));
                scenario.change();
                proxy.arm(fault);
                RunReport report = Runs.run(scenario.pipeline());
                boolean struck = proxy.disarm();
                String what = pipelines + ", fault " + i + " of seed " + seed + ", at the "
                        + (atSource ? "source" : "target") + ": " + fault + " -> " + report.status() + " "
                        + report.failure();
                LOG.log(System.Logger.Level.INFO, what + (struck ? "" : ", not struck"));
                if (!struck && fault instanceof Fault.Cut) {
                    bytes = Math.max(2_000, bytes / 2);
                }
                if (struck) {
                    outcomes.merge(report.status(), 1, Integer::sum);
                }
                try {
                    check(scenario, report, struck);
                } catch (AssertionError | Exception e) {
                    throw new AssertionError(what, e);
                }
            }
        }
        LOG.log(System.Logger.Level.INFO, pipelines + ": outcomes of the faults that struck: " + outcomes);
        assertThat(outcomes.values().stream().mapToInt(Integer::intValue).sum()).isGreaterThan(FAULTS / 3);
        assertThat(outcomes)
                .as("a cut connection is no reason to fail, most times")
                .containsKey(Status.SUCCEEDED);
    }

    private static void check(Scenario scenario, RunReport report, boolean struck) throws Exception {
        scenario.assertWhole();
        if (report.status() == Status.SUCCEEDED) {
            scenario.assertArrived();
        } else {
            assertThat(struck).as("without a fault the run ends well").isTrue();
            assertThat(report.failure()).isInstanceOf(ConnectorException.class);
            Runs.succeed(scenario.pipeline());
            scenario.assertArrived();
        }
        scenario.assertClean();
    }

    /** A text that only requests have which publish: S3 has no statement for that. */
    private static String commitOf(Pipelines pipelines, boolean atSource, Random random) {
        if (pipelines != Pipelines.POSTGRESQL_TO_S3 || atSource) {
            return "COMMIT";
        }
        return random.nextBoolean() ? "_sluice_manifest.json HTTP" : "uploadId=";
    }

    private static Fault fault(Random random, long bytes, String commit) {
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Fault.Cut(random.nextLong(bytes));
            case 2 -> new Fault.Stall(random.nextLong(bytes), 300);
            case 3 -> new Fault.LostRequest(commit, 1 + random.nextInt(6));
            default -> new Fault.LostReply(commit, 1 + random.nextInt(6));
        };
    }
}
