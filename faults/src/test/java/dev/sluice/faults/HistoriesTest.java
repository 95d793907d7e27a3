package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of concurrent transactions on PostgreSQL, with incremental runs in between while transactions are open.
 *
 * <p>What is promised of each run, where {@code visible(k)} are the versions of rows that were committed when run k took its
 * snapshot: a merged target with detection of hard deletes is {@code visible(k)}; an appended target holds each version of
 * {@code visible(1) ∪ … ∪ visible(k)} exactly once, whatever its cursor: late, tied, unchanged by the update, or NULL. A
 * version that came and went between two snapshots is in neither.
 */
class HistoriesTest {
    private static final System.Logger LOG = System.getLogger(HistoriesTest.class.getName());
    private static final String ROW = "SELECT id || ':' || version || ':' || coalesce(moved, -1) FROM ";

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void contract01AnyHistoryOfTransactionsIsMergedAndAppendedVersionByVersion() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(Settings.historySeconds());
        long seed = Settings.seed();
        int histories = 0;
        int runs = 0;
        while (histories < 2 || System.nanoTime() < deadline) {
            try {
                runs += live(new Random(seed), Files.createDirectory(folder.resolve("history" + seed)));
            } catch (AssertionError | Exception e) {
                throw new AssertionError("-Dfaults.seed=" + seed + ": " + e.getMessage(), e);
            }
            histories++;
            seed++;
        }
        LOG.log(System.Logger.Level.INFO, histories + " histories with " + runs + " pairs of runs");
        assertThat(runs).isGreaterThan(10);
    }

    private int live(Random random, Path home) throws Exception {
        try (TestingDatabase from = TestingPostgres.shared().createDatabase();
                TestingDatabase to = TestingPostgres.shared().createDatabase();
                History history = new History(from, random);
                Judge source = new Judge(from::connect)) {
            int place = random.nextInt(3);
            boolean sqlite = place == 0;
            // where states are kept beside the source's tables, runs that only wrote theirs are told by it
            TestingDatabase database = place == 1 ? from : to;
            Path file = home.resolve("to.db");
            String destination = sqlite
                    ? Yaml.sqlite("destination", file)
                    : Yaml.connection("destination", database, database.port());
            Path merge = pipeline(home, "merge", from, destination, Pipelines.MERGE);
            Path append = pipeline(home, "append", from, destination, Pipelines.APPEND);
            TreeSet<String> everVisible = new TreeSet<>();
            int runs = 6 + random.nextInt(6);
            try (Judge target =
                    new Judge(() -> sqlite ? DriverManager.getConnection("jdbc:sqlite:" + file) : database.connect())) {
                for (int run = 0; run <= runs; run++) {
                    int quiet = random.nextInt(3);
                    for (int step = quiet > 0 ? random.nextInt(50) : random.nextInt(2); step > 0; step--) {
                        history.step();
                    }
                    if (run == runs || quiet == 0) {
                        history.commitAll();
                    }
                    for (int idle = quiet == 0 ? random.nextInt(3) : 0; idle > 0; idle--) {
                        Runs.succeed(append);
                    }
                    List<String> visible = rows(source, "t");
                    everVisible.addAll(visible);
                    Runs.succeed(merge);
                    List<String> notes = Runs.succeed(append);
                    assertThat(rows(target, "merge"))
                            .as("merged after run %s of %s", run, runs)
                            .isEqualTo(visible);
                    assertThat(rows(target, "append"))
                            .as("appended after run %s of %s, which said %s", run, runs, notes)
                            .isEqualTo(List.copyOf(everVisible));
                }
            }
            return runs + 1;
        }
    }

    private static List<String> rows(Judge judge, String table) throws SQLException {
        return judge.query(ROW + '"' + table + '"').stream()
                .map(List::getFirst)
                .sorted()
                .collect(Collectors.toList());
    }

    private static Path pipeline(Path home, String name, TestingDatabase from, String destination, String stream)
            throws Exception {
        return Files.writeString(
                home.resolve(name + ".yaml"),
                "name: " + name + "\n" + Yaml.connection("source", from, from.port()) + "\n" + destination
                        + "\nstreams: [" + stream.replace("destination: target", "destination: " + name) + "]\n");
    }
}
