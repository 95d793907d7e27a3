package dev.sluice.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.faults.FaultyProxy;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The program, killed in the middle of a load of a file, and run again: it goes on where all is as it was, and only there. */
class ResumedRunsTest {
    private static final int ROWS = 330_000;
    private static final String TEXT = "some text that makes a row long enough to make up a file of several splits ";
    private static final Pattern SKIPPED = Pattern.compile("\"splits_skipped\" ?: ?(\\d+)");

    private static final String SESSIONS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client"
                    + " backend'";

    @TempDir
    Path folder;

    private Path source;
    private Path pipeline;
    private Target target;
    private Judge judge;

    /** What happens between the runs. */
    enum Between {
        NOTHING,
        OTHER_FILE,
        NO_RESUME,
        EMPTY_STAGING,
        /** From here on each row has to be seen. */
        VERIFY,
        REJECT
    }

    private void open(String destination, Target written, Judge looking) throws IOException {
        source = folder.resolve("t.csv");
        target = written;
        judge = looking;
        pipeline = Files.writeString(
                folder.resolve("pipeline.yaml"),
                "source: {connector_type: local_file, config: {file_path: " + source + ", format: csv}}\n" + destination
                        + "\nstreams: [{name: t, destination: target}]\n");
        try (BufferedWriter out = Files.newBufferedWriter(source)) {
            out.write("id,version,name,amount\n");
            for (int id = 0; id < ROWS; id++) {
                out.write(id + ",1," + TEXT + id + "," + id * 3L + "\n");
            }
        }
    }

    @AfterEach
    void close() throws Exception {
        if (target != null) {
            judge.close();
            target.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Between.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"VERIFY", "REJECT"})
    @Timeout(300)
    void contract10AKilledLoadOfAFileIntoPostgresqlIsGoneOnFrom(Between between) throws Exception {
        TestingDatabase database = TestingPostgres.shared().createDatabase();
        open(
                Yaml.connection("destination", database, database.port()),
                new PostgresTarget(database),
                new Judge(database::connect));
        killAndRunAgain(between);
    }

    @ParameterizedTest
    @EnumSource(Between.class)
    @Timeout(300)
    void contract10AKilledLoadOfAFileIntoSqliteIsGoneOnFrom(Between between) throws Exception {
        Path to = folder.resolve("to.db");
        Judge looking = new Judge(() -> DriverManager.getConnection("jdbc:sqlite:" + to));
        looking.execute("PRAGMA busy_timeout = 60000");
        open(Yaml.sqlite("destination", to), new SqliteTarget(to), looking);
        killAndRunAgain(between);
    }

    @Test
    @Timeout(300)
    void contract10ALoadThatLosesItsServerForLongIsGoneOnFrom() throws Exception {
        TestingDatabase database = TestingPostgres.shared().createDatabase();
        FaultyProxy proxy = new FaultyProxy(database.host(), database.port());
        String direct = Yaml.connection("destination", database, database.port());
        open(
                Yaml.connection("destination", database, proxy.port()),
                new PostgresTarget(database),
                new Judge(database::connect));
        Process first = start();
        awaitStagedSplit(first);
        proxy.close();

        assertThat(first.waitFor()).as(output()).isNotZero();
        assertThat(output()).contains("what was staged is kept: run it again to go on from there");
        awaitEndOfSessions();
        assertThat(stagedSplits()).isPositive();
        change(Yaml.connection("destination", database, proxy.port()), direct);
        assertRunGoesOn(start(), stagedSplits());
    }

    @Test
    @Timeout(300)
    void contract10AKilledIncrementalLoadIsGoneOnFromAndKeepsItsState() throws Exception {
        TestingDatabase database = TestingPostgres.shared().createDatabase();
        open(
                Yaml.connection("destination", database, database.port()),
                new PostgresTarget(database),
                new Judge(database::connect));
        change("destination: target}", "destination: target, sync_mode: incremental, write_mode: append}");
        long staged = kill(start());

        assertRunGoesOn(start(), staged);

        // nothing is new, and so nothing is added
        assertRunGoesOn(start(), 0);
    }

    private void change(String from, String to) throws IOException {
        String before = Files.readString(pipeline);
        assertThat(before).contains(from);
        Files.writeString(pipeline, before.replace(from, to));
    }

    private void killAndRunAgain(Between between) throws Exception {
        long staged = kill(start());
        assertThat(staged).isPositive();
        if (between == Between.OTHER_FILE) {
            Files.writeString(source, ROWS + ",2,another row,0\n", StandardOpenOption.APPEND);
        }
        if (between == Between.EMPTY_STAGING) {
            String ledger = ledger();
            judge.execute("DELETE FROM \"" + ledger.substring(0, ledger.length() - 2) + '"');
        }

        if (between == Between.REJECT) {
            change("destination: target}", "destination: target, on_error: reject}");
        }

        Process again = switch (between) {
            case NO_RESUME -> start("--no-resume");
            case VERIFY -> start("--verify", "full");
            default -> start();
        };

        assertRunGoesOn(again, between == Between.NOTHING ? staged : 0);
    }

    /**
     * Waits for the end of a run.
     *
     * @param splits at least as many are skipped; 0 for none
     */
    private void assertRunGoesOn(Process run, long splits) throws Exception {
        assertThat(run.waitFor()).as(output()).isZero();
        Matcher skipped = SKIPPED.matcher(Files.readString(folder.resolve("report.json")));
        assertThat(skipped.find()).isTrue();
        if (splits > 0) {
            assertThat(Long.parseLong(skipped.group(1))).isGreaterThanOrEqualTo(splits);
            assertThat(output()).contains("this one goes on from there");
        } else {
            assertThat(skipped.group(1)).isEqualTo("0");
            assertThat(output()).doesNotContain("goes on from there");
        }
        try (Judge duckDb = Judge.duckDb()) {
            assertThat(target.fingerprint()).isEqualTo(duckDb.duckDbFingerprint("read_csv('" + source + "')"));
        }
        assertThat(target.leftovers()).isEmpty();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("files beside the target")
                    .noneMatch(name -> name.contains("_sluice_") || name.endsWith("-journal"));
        }
    }

    /** Kills as soon as a split is staged; how many were then. */
    private long kill(Process process) throws Exception {
        awaitStagedSplit(process);
        assertThat(process.isAlive()).as(output()).isTrue();
        process.destroyForcibly().waitFor();
        awaitEndOfSessions();
        return stagedSplits();
    }

    private void awaitStagedSplit(Process process) throws Exception {
        while (stagedSplits() == 0) {
            assertThat(process.waitFor(2, TimeUnit.MILLISECONDS))
                    .as("it ended before a split was seen staged: %s", output())
                    .isFalse();
        }
    }

    /** Without the sessions of the test's own, of which one asks. */
    private void awaitEndOfSessions() throws Exception {
        if (target instanceof PostgresTarget) {
            while (!judge.text(SESSIONS).equals("2")) {
                Thread.sleep(5);
            }
        }
    }

    private String ledger() throws Exception {
        return target.leftovers().stream()
                .filter(name -> name.endsWith("_l"))
                .findFirst()
                .orElse("");
    }

    private long stagedSplits() throws Exception {
        String ledger = ledger();
        if (ledger.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(judge.text("SELECT count(*) FROM \"" + ledger + "\" WHERE split >= 0"));
        } catch (SQLException e) {
            // dropped meanwhile
            return 0;
        }
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private Process start(String... flags) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Main",
                "run",
                pipeline.toString(),
                "--parallelism",
                "2",
                "--report",
                folder.resolve("report.json").toString()));
        command.addAll(List.of(flags));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }
}
