package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Runs of one pipeline that know of each other by the destination alone, as on two machines: their state folders differ. */
@Timeout(180)
class TwoMachinesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String LOCK = ".sluice-lock-";

    @TempDir
    Path folder;

    private static final String ENDLESS =
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) %s FROM c";

    /** How many leases, or rows of the target, there are. */
    private interface Count {
        long now() throws Exception;
    }

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
                ENDLESS.formatted(""),
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
        pipeline("fast", uri, "");
        pipeline("slow", uri, "\n    before: [\"" + slow + "\"]");
        overlap(() -> database.count(leases), () -> database.count("SELECT count(*) FROM target"));
    }

    @Test
    void contract19TwoRunsIntoAFolderDoNotOverlapAndACrashBlocksNobodyForLong() throws Exception {
        filePipelines("connector_type: local_file, config: {base_path: lake, format: csv, overwrite: true}");
        Path target = folder.resolve("lake/target");
        overlap(
                () -> namesIn(target).filter(name -> name.startsWith(LOCK)).count(),
                () -> namesIn(target)
                        .filter(name -> name.startsWith("part-"))
                        .mapToLong(name -> lines(target.resolve(name)) - 1)
                        .sum());
        assertThat(namesIn(target)).noneMatch(name -> name.startsWith("."));
    }

    private static Stream<String> namesIn(Path folder) {
        String[] names = folder.toFile().list();
        return names == null ? Stream.empty() : Stream.of(names);
    }

    private static long lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void contract19TwoRunsIntoAnObjectDoNotOverlapAndACrashBlocksNobodyForLong() throws Exception {
        TestingS3 server = TestingS3.shared();
        String bucket = server.createBucket();
        Map<String, Object> config = new TreeMap<>(server.config(bucket));
        config.putAll(Map.of("prefix", "out/target.csv", "overwrite", true));
        filePipelines("connector_type: s3, config: " + new String(JsonTree.write(config), StandardCharsets.UTF_8));
        try (S3Client client = server.client()) {
            overlap(
                    () -> client.listObjectsV2(list -> list.bucket(bucket).prefix("out/" + LOCK))
                            .keyCount(),
                    () -> client.getObjectAsBytes(get -> get.bucket(bucket).key("out/target.csv"))
                                    .asUtf8String()
                                    .lines()
                                    .count()
                            - 1);
            assertThat(client.listObjectsV2(list -> list.bucket(bucket)).contents())
                    .singleElement()
                    .matches(object -> object.key().equals("out/target.csv"));
        }
    }

    /** The slow one is still asking its source when it is killed. */
    private void filePipelines(String destination) throws Exception {
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("empty.db")).close();
        for (String name : List.of("fast", "slow")) {
            boolean slow = name.equals("slow");
            String query = "\n    query: \"" + ENDLESS.formatted("AS id") + "\"";
            Files.writeString(folder.resolve(name + ".yaml"), """
                name: p
                source: %s
                destination: {%s}
                streams:
                  - name: rows
                    destination: target%s
                """.formatted(
                            slow ? "sqlite:empty.db" : "rows.csv", destination, slow ? query : ""));
        }
    }

    /** With the pipelines {@code fast} and {@code slow} in the folder, which write 30 rows to the same target. */
    private void overlap(Count leases, Count rows) throws Exception {
        Files.writeString(folder.resolve("rows.csv"), "id,name\n" + "1,x\n".repeat(30));
        Process here = start("here", "slow");
        await(() -> leases.now() == 1, here);

        assertThat(run("there")).isEqualTo(1);
        assertThat(output("there"))
                .contains("another run of 'p' is going on", "writing to 'target'")
                .contains(folder.resolve("here").toString());
        assertThat(here.isAlive()).isTrue();
        here.destroyForcibly().waitFor();

        assertThat(leases.now()).isEqualTo(1);
        assertThat(run("there")).as("the lease of the killed run lasts").isEqualTo(1);
        assertThat(run("here")).as("%s", output("here")).isZero();
        assertThat(rows.now()).isEqualTo(30);
        assertThat(leases.now()).isZero();
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
        boolean holds() throws Exception;
    }

    private void await(Condition condition, Process process) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!holds(condition)) {
            assertThat(System.nanoTime()).isLessThan(end);
            assertThat(process.isAlive()).as("%s", output("here")).isTrue();
            Thread.sleep(50);
        }
    }

    /** A database that is being made or written to may not answer. */
    private static boolean holds(Condition condition) throws Exception {
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
