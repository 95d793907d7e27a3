package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.mysql.TestingMysql;
import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.server.SqlEndpoint;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} at random moments of a run of the program that overwrites a table. */
class KilledRunTest {
    private static final int KILLS = 10;
    private static final int ROWS = 150_000;
    private static final long SEED = 20261123;

    @TempDir
    Path folder;

    /**
     * A database and what of it can be asked.
     *
     * @param uri of the table, as a destination
     * @param others counts sessions of others
     * @param ours names our tables
     */
    private record Target(SqlEndpoint database, String uri, String others, String ours) {}

    @Test
    @Timeout(300)
    void contract09AKilledOverwriteOfATableOfPostgresqlLeavesTheOldTableOrTheNewOne() throws Exception {
        try (TestingDatabase database = TestingPostgres.shared().createDatabase()) {
            killRuns(new Target(
                    database,
                    "postgresql://" + address(database, database.name()) + "?schema=public#target",
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()",
                    "SELECT relname FROM pg_class WHERE relname LIKE '\\_sluice%'"));
        }
    }

    @Test
    @Timeout(300)
    void contract09AKilledOverwriteOfATableOfMysqlLeavesTheOldTableOrTheNewOne() throws Exception {
        try (TestingMysqlDatabase database = TestingMysql.mysql().createDatabase()) {
            killRuns(new Target(
                    database,
                    "mysql://" + address(database, database.name()) + "#target",
                    "SELECT count(*) FROM information_schema.processlist WHERE db = database()"
                            + " AND id <> connection_id()",
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
                            + " AND table_name LIKE '\\_sluice%'"));
        }
    }

    private static String address(SqlEndpoint database, String name) {
        return database.user() + ":" + database.password() + "@" + database.host() + ":" + database.port() + "/" + name;
    }

    private void killRuns(Target target) throws Exception {
        long start = System.nanoTime();
        assertThat(copy(target, 0).waitFor()).as(output()).isZero();
        RandomKills kills = new RandomKills(SEED, System.nanoTime() - start);
        int current = 0;
        int version = 0;
        while (kills.killed() < KILLS) {
            version++;
            if (kills.strike(copy(target, version), 0)) {
                awaitEndOfSessions(target);
            }
            int found = soleVersion(target);
            assertThat(found).isIn(current, version);
            current = found;
        }

        assertThat(copy(target, version + 1).waitFor()).as(output()).isZero();
        assertThat(soleVersion(target)).isEqualTo(version + 1);
        assertThat(target.database().query(target.ours())).isEmpty();
    }

    /** The server may still be carrying out what the killed process asked for last. */
    private static void awaitEndOfSessions(Target target) throws InterruptedException {
        while (!target.database().query(target.others()).getFirst().getFirst().equals("0")) {
            Thread.sleep(20);
        }
    }

    /** The version that all rows have; the table must have all rows of it. */
    private static int soleVersion(Target target) {
        List<List<String>> versions =
                target.database().query("SELECT version, count(*), count(DISTINCT id) FROM target GROUP BY version");
        assertThat(versions).hasSize(1);
        assertThat(versions.getFirst().subList(1, 3)).containsExactly(Integer.toString(ROWS), Integer.toString(ROWS));
        return Integer.parseInt(versions.getFirst().getFirst());
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output"));
    }

    private Process copy(Target target, int version) throws IOException {
        Path csv = folder.resolve("source.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("id,version,text\n");
            for (int id = 0; id < ROWS; id++) {
                out.write(id + "," + version + ",some text that makes the row a little longer " + id + "\n");
            }
        }
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Main",
                "copy",
                csv.toString(),
                target.uri()));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }
}
