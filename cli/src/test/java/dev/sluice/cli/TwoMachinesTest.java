package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
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
                    + database.port() + "/" + database.name() + "?schema=public#target";
            overlap(
                    uri,
                    "SELECT count(*) FROM pg_tables WHERE tablename LIKE '\\_sluice\\_%lock'",
                    query -> Long.parseLong(
                            database.query(query).getFirst().getFirst()));
        }
    }

    @Test
    void contract19TwoRunsIntoSqliteDoNotOverlapAndACrashBlocksNobodyForLong() throws Exception {
        Path file = folder.resolve("shop.db");
        overlap(
                "sqlite:" + file + "#target",
                "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name LIKE '\\_sluice\\_%lock' ESCAPE '\\'",
                query -> {
                    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                            Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(query)) {
                        return rows.next() ? rows.getLong(1) : 0;
                    }
                });
    }

    private void overlap(String uri, String leases, Database database) throws Exception {
        Process here = copy("here", uri);
        try (Writer rows = here.outputWriter(StandardCharsets.UTF_8)) {
            write(rows, 20_000);
            await(() -> database.count(leases) == 1);

            assertThat(run("there", uri)).isEqualTo(1);
            assertThat(output("there"))
                    .contains("another run of", "is going on", "writing to '" + prefix(uri) + "target'")
                    .contains(folder.resolve("here").toString());

            here.destroyForcibly().waitFor();
        } catch (IOException e) {
            // closing what the killed process no longer reads
        }
        assertThat(database.count(leases)).isEqualTo(1);
        assertThat(run("there", uri)).as("the lease of the killed run lasts").isEqualTo(1);

        assertThat(run("here", uri)).as("%s", output("here")).isZero();
        assertThat(database.count("SELECT count(*) FROM target")).isEqualTo(30);
        assertThat(database.count(leases)).isZero();
        assertThat(run("there", uri)).as("%s", output("there")).isZero();
    }

    private static String prefix(String uri) {
        return uri.startsWith("postgresql") ? "public." : "";
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

    private int run(String machine, String uri) throws Exception {
        Process process = copy(machine, uri);
        try (Writer rows = process.outputWriter(StandardCharsets.UTF_8)) {
            write(rows, 30);
        } catch (IOException e) {
            // a run that is refused doesn't read
        }
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static void write(Writer rows, int count) throws IOException {
        rows.write("id,name\n");
        for (int i = 0; i < count; i++) {
            rows.write(i + ",the name of the row with the number " + i + "\n");
        }
        rows.flush();
    }

    private String output(String machine) throws IOException {
        return Files.readString(folder.resolve(machine + ".log"));
    }

    private Process copy(String machine, String uri) throws IOException {
        return new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.sluice.cli.Main",
                        "copy",
                        "--format",
                        "csv",
                        "--state-dir",
                        folder.resolve(machine).toString(),
                        "-",
                        uri))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(machine + ".log").toFile())
                .start();
    }
}
