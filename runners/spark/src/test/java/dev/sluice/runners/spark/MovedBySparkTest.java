package dev.sluice.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.engine.run.StreamReport;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same pipelines on one machine and, in one application, on two executors. */
class MovedBySparkTest {
    private static final int ROWS = 400_000;

    @TempDir
    private static Path folder;

    private static TestingDatabase database;
    private static Shadow shadow;
    private static String output;
    private static final List<String> TABLES = List.of("north", "east", "south", "west");
    private static final Map<String, StreamReport> LOCAL = new LinkedHashMap<>();
    private static final Map<String, JsonNode> SPARK = new LinkedHashMap<>();

    @BeforeAll
    static void move() throws IOException, InterruptedException {
        database = TestingPostgres.shared().createDatabase();
        database.execute(
                "CREATE TABLE orders (id int PRIMARY KEY, amount numeric(12,2), name text, paid boolean,"
                        + " changed timestamptz NOT NULL)",
                "INSERT INTO orders SELECT i, i * 7 % 100000 / 100.0, CASE WHEN i % 11 > 0 THEN 'näme ' ||"
                        + " md5(i::text) END, i % 3 = 0, timestamptz '2026-01-01' + i * interval '1 second' FROM"
                        + " generate_series(1, "
                        + ROWS
                        + ") i",
                "VACUUM ANALYZE orders");
        String postgres = Moving.postgres(database);
        String parquet = file("base_path", "parquet", "");
        String parquetLocal = file("base_path", "parquet-local", "");
        String bucket = bucketWithCsv();
        String csv = "{connector_type: s3, config: {bucket: " + bucket + ", prefix: in/, format: csv, endpoint: \""
                + TestingS3.shared().endpoint() + "\", aws_access_key_id: "
                + TestingS3.shared().accessKeyId() + ", aws_secret_access_key: \""
                + TestingS3.shared().secretAccessKey() + "\"}}";
        local("export", postgres, parquetLocal, "{name: public.orders}");
        String exported = file("file_path", "parquet-local/orders", "");
        local("import", exported, postgres, "{name: orders, destination: imported_local}");
        local("csv", csv, postgres, "{name: '*', destination: from_csv_local}");
        for (String suffix : List.of("_local", "")) {
            Moving.locally(folder, Moving.pipeline("merge" + suffix, postgres, postgres, merge(suffix)));
        }
        database.execute(
                "UPDATE orders SET name = 'changed', changed = '2026-02-01' WHERE id % 2 = 0",
                "INSERT INTO orders SELECT i, 1, 'new', true, '2026-02-02' FROM generate_series(" + (ROWS + 1) + ", "
                        + (ROWS + 500) + ") i");
        local("merge", postgres, postgres, merge("_local"), "merge_local");
        local("export-again", postgres, file("base_path", "again-local", ""), "{name: public.orders}");

        database.execute("CREATE SCHEMA several");
        for (String table : TABLES) {
            database.execute("CREATE TABLE " + table + " AS SELECT id, name, amount, '" + table
                    + "' AS place FROM orders WHERE id <= 100000");
        }
        Path pipelines = Moving.file(
                folder,
                Moving.pipeline("several", postgres, postgres, several()),
                Moving.pipeline("export-again", postgres, parquet, "{name: public.orders}"),
                Moving.pipeline("import", exported, postgres, "{name: orders, destination: imported}"),
                Moving.pipeline("csv", csv, postgres, "{name: '*', destination: from_csv}"),
                Moving.pipeline("merge", postgres, postgres, merge("")));
        submit(pipelines);
    }

    private static void local(String name, String source, String destination, String stream) throws IOException {
        local(name, source, destination, stream, name);
    }

    private static void local(String name, String source, String destination, String stream, String pipeline)
            throws IOException {
        LOCAL.put(name, Moving.locally(folder, Moving.pipeline(pipeline, source, destination, stream)));
    }

    private static String merge(String suffix) {
        return "{name: public.orders, destination: merged" + suffix
                + ", sync_mode: incremental, cursor_field: changed, primary_key: [id], write_mode: merge}";
    }

    /** Into a schema that has no state yet, so that all commits want to make its table. */
    private static String several() {
        return TABLES.stream()
                .map(table -> "{name: public." + table + ", destination: several." + table
                        + ", sync_mode: incremental, cursor_field: id, primary_key: [id], write_mode: merge}")
                .collect(Collectors.joining(", "));
    }

    private static String file(String key, String path, String more) {
        return "{connector_type: local_file, config: {" + key + ": \"" + folder.resolve(path) + "\", format: parquet"
                + more + "}}";
    }

    private static String bucketWithCsv() {
        StringBuilder csv = new StringBuilder("id,name,price\n");
        for (int i = 0; i < 500_000; i++) {
            csv.append(i)
                    .append(",\"name, ")
                    .append(i * 31L % 1_000_003)
                    .append("\",")
                    .append(i % 1000)
                    .append(".25\n");
        }
        String bucket = TestingS3.shared().createBucket();
        try (S3Client client = TestingS3.shared().client()) {
            client.putObject(
                    request -> request.bucket(bucket).key("in/prices.csv"), RequestBody.fromString(csv.toString()));
        }
        return bucket;
    }

    private static void submit(Path pipelines) throws IOException, InterruptedException {
        Path events = Files.createDirectory(folder.resolve("events"));
        Path report = folder.resolve("report.json");
        shadow = new Shadow();
        Map<String, String> conf = Map.of(
                "spark.eventLog.enabled",
                "true",
                "spark.eventLog.compress",
                "false",
                "spark.eventLog.dir",
                events.toUri().toString(),
                "spark.ui.port",
                Integer.toString(shadow.port()));
        try (SparkProcess spark = SparkProcess.submit(
                folder,
                conf,
                pipelines.toString(),
                "--shared-files",
                "--verify",
                "full",
                "--report",
                report.toString(),
                "--progress",
                "plain")) {
            shadow.follow(spark);
            spark.awaitSuccess();
            output = spark.output();
        }
        for (JsonNode run : JsonMapper.shared().readTree(report)) {
            SPARK.put(run.get("pipeline").asString(), run.get("streams").get(0));
        }
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static void assertSameAsLocally(String name) {
        JsonNode spark = SPARK.get(name);
        StreamReport local = LOCAL.get(name);
        assertThat(spark.get("content_hash").asString()).hasSize(32).isEqualTo(local.contentHash());
        assertThat(spark.get("rows_read").asLong()).isEqualTo(local.rows().read());
        assertThat(spark.get("rows_written").asLong()).isEqualTo(local.rows().written());
        assertThat(spark.get("splits").asInt()).as("splits").isGreaterThan(1);
    }

    @Test
    void postgresqlArrivesInParquetAsByTheLocalRunner() {
        assertSameAsLocally("export-again");
    }

    @Test
    void parquetArrivesInPostgresqlAsByTheLocalRunner() {
        assertSameAsLocally("import");
        assertThat(Moving.content(database, "imported")).isEqualTo(Moving.content(database, "imported_local"));
    }

    @Test
    void csvOnS3ArrivesInPostgresqlAsByTheLocalRunner() {
        assertSameAsLocally("csv");
        assertThat(Moving.content(database, "from_csv")).isEqualTo(Moving.content(database, "from_csv_local"));
    }

    @Test
    void anIncrementalMergeTakesWhatIsNewAsByTheLocalRunner() {
        JsonNode spark = SPARK.get("merge");
        assertThat(spark.get("rows_read").asLong()).isBetween((long) ROWS / 2, ROWS / 2 + 1000L);
        assertThat(spark.get("content_hash").asString())
                .isEqualTo(LOCAL.get("merge").contentHash());
        assertThat(spark.get("cursor").asString()).isEqualTo(LOCAL.get("merge").cursor());
        assertThat(Moving.content(database, "merged"))
                .isEqualTo(Moving.content(database, "merged_local"))
                .isEqualTo(Moving.content(database, "orders"));
    }

    @Test
    void streamsOfAPipelineAreMovedAtTheSameTime() {
        for (String table : TABLES) {
            assertThat(Moving.content(database, "several." + table)).isEqualTo(Moving.content(database, table));
        }
        assertThat(output.indexOf("public.east: started"))
                .isPositive()
                .isLessThan(output.indexOf("written to several.north"));
        assertThat(database.query("SELECT count(*)::int FROM several._sluice_state"))
                .containsExactly(List.of(String.valueOf(TABLES.size())));
    }

    @Test
    void progressIsToldAsOnOneMachine() {
        assertThat(output)
                .contains("public.orders: started")
                .containsPattern("in: 500,000 rows, .*written to from_csv");
    }

    @Test
    void nothingStagedIsLeft() throws IOException {
        assertThat(Moving.staged(database)).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("parquet"))) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.startsWith("."));
        }
    }

    @Test
    void secretsAreInNoEventLogNoUserInterfaceAndNoCommandLine() throws IOException {
        List<String> secrets = List.of(database.password(), TestingS3.shared().secretAccessKey());
        List<Path> logs;
        try (Stream<Path> files = Files.walk(folder.resolve("events"))) {
            logs = files.filter(Files::isRegularFile).toList();
        }
        assertThat(logs).isNotEmpty();
        StringBuilder all = new StringBuilder(output);
        for (Path log : logs) {
            all.append(Files.readString(log));
        }
        assertThat(all).contains("SparkListenerTaskEnd", "rows read");
        assertThat(shadow.answered()).contains("environment", "jobs", "allexecutors");
        shadow.seen().forEach(all::append);
        assertThat(all).contains("CoarseGrainedExecutorBackend").doesNotContain(secrets);
    }
}
