package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of one pipeline that know of each other by the database alone, as on two machines: their state folders differ. */
@Timeout(180)
class TwoMachinesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /** Asks how many leases, and how many rows of the target there are. */
    private interface Database {
        long count(String query) throws SQLException;
    }

    @Test
    void contract19TwoRunsIntoPostgresqlDoNotOverlapAndACrashBlocksNobodyForLong() throws Exception {
        try (TestingDatabase database = TestingPostgres.shared().createDatabase()) {
            String uri = "postgresql://" + database.user() + ":" + database.password() + "@" + database.host() + ":"
                    + database.port() + "/" + database.name() + "?schema=public";
            overlap(
                    uri,
                    "SELECT pg_sleep(120)",
                    "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_sluice\\_%lock'",
                    query -> Long.parseLong(database.query(query).getFirst().getFirst()));
        }
    }

    @Test
    void contract19TwoRunsIntoSqliteDoNotOverlapAndACrashBlocksNobodyForLong() throws Exception {
        Path file = folder.resolve("shop.db");
        overlap(
                "sqlite:" + file,
                "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c",
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE '\\_sluice\\_%lock' ESCAPE '\\'",
                query -> {
                    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                            Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(query)) {
                        return rows.next() ? rows.getLong(1) : 0;
                    }
                });
    }

    private void overlap(String uri, String slow, String leases, Database database) throws Exception {
        Files.writeString(folder.resolve("rows.csv"), "id,name\n" + "1,x\n".repeat(30));
        pipeline("fast", uri, "");
        pipeline("slow", uri, "\n    before: [\"" + slow + "\"]");
        Process here = start("here", "slow");
        await(() -> database.count(leases) == 1);

        assertThat(run("there")).isEqualTo(1);
        assertThat(output("there"))
                .contains("another run of 'p' is going on", "writing to 'target'")
                .contains(folder.resolve("here").toString());
        assertThat(here.isAlive()).isTrue();
        here.destroyForcibly().waitFor();

        assertThat(database.count(leases)).isEqualTo(1);
        assertThat(run("there")).as("the lease of the killed run lasts").isEqualTo(1);
        assertThat(run("here")).as("%s", output("here")).isZero();
        assertThat(database.count("SELECT count(*) FROM target")).isEqualTo(30);
        assertThat(database.count(leases)).isZero();
        assertThat(run("there")).as("%s", output("there")).isZero();
    }

    private void pipeline(String name, String uri, String more) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), """
            name: p
            source: rows.csv
            destination: "%s"
            streams:
              - name: rows
                destination: target%s
            """.formatted(uri, more));
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    /** A database that is being made or written to may not answer. */
    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (SQLException e) {
            return false;
        }
    }

    private int run(String machine) throws Exception {
        Process process = start(machine, "fast");
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private String output(String machine) throws IOException {
        return Files.readString(folder.resolve(machine + ".log"));
    }

    private Process start(String machine, String pipeline) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.cli.Main",
                        "run",
                        "--state-dir",
                        folder.resolve(machine).toString(),
                        pipeline + ".yaml"))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(machine + ".log").toFile())
                .start();
    }
}
