package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills real processes with SIGKILL at random moments of an overwrite: the target is the old table or the new one. */
class KilledRunTest {
    private static final int KILLS = 10;
    private static final int ROWS = 150_000;
    private static final long SEED = 20261123;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void aKilledOverwriteLeavesTheOldTableOrTheNewOneAndTheNextRunCleansUp() throws Exception {
        try (TestingDatabase database = TestingPostgres.shared().createDatabase()) {
            long start = System.nanoTime();
            assertThat(copy(database, 0).waitFor()).isZero();
            RandomKills kills = new RandomKills(SEED, System.nanoTime() - start);
            int current = 0;
            int version = 0;
            while (kills.killed() < KILLS) {
                version++;
                if (kills.strike(copy(database, version), 0)) {
                    awaitEndOfSessions(database);
                }
                int found = soleVersion(database);
                assertThat(found).isIn(current, version);
                current = found;
            }

            assertThat(copy(database, version + 1).waitFor()).isZero();
            assertThat(soleVersion(database)).isEqualTo(version + 1);
            assertThat(database.query("SELECT relname FROM pg_class WHERE relname LIKE '\\_sluice%'"))
                    .isEmpty();
        }
    }

    /** The server may still be carrying out what the killed process asked for last. */
    private static void awaitEndOfSessions(TestingDatabase database) throws InterruptedException {
        String others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
        while (!database.query(others).getFirst().getFirst().equals("0")) {
            Thread.sleep(20);
        }
    }

    /** The version that all rows have; the table must have all rows of it. */
    private static int soleVersion(TestingDatabase database) {
        List<List<String>> versions =
                database.query("SELECT version, count(*), count(DISTINCT id) FROM public.target GROUP BY version");
        assertThat(versions).hasSize(1);
        assertThat(versions.getFirst().subList(1, 3)).containsExactly(Integer.toString(ROWS), Integer.toString(ROWS));
        return Integer.parseInt(versions.getFirst().getFirst());
    }

    private Process copy(TestingDatabase database, int version) throws IOException {
        Path csv = folder.resolve("source.csv");
        try (BufferedWriter out = Files.newBufferedWriter(csv)) {
            out.write("id,version,text\n");
            for (int id = 0; id < ROWS; id++) {
                out.write(id + "," + version + ",some text that makes the row a little longer " + id + "\n");
            }
        }
        String login = database.user() + (database.password().isEmpty() ? "" : ":" + database.password());
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sluice.cli.Main",
                "copy",
                csv.toString(),
                "postgresql://" + login + "@" + database.host() + ":" + database.port() + "/" + database.name()
                        + "?schema=public#target"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
    }
}
