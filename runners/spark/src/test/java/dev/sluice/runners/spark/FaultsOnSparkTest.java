package dev.sluice.runners.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testkit.faults.FaultyProxy;
import dev.sluice.testkit.postgres.TestingDatabase;
import dev.sluice.testkit.postgres.TestingPostgres;
import dev.sluice.testkit.s3.TestingS3;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/** Executors that die, connections that break and stragglers that are overtaken: neither loses nor doubles a row. */
class FaultsOnSparkTest {
    private static final int ROWS = 1_000_000;
    private static final long PATIENCE_MILLIS = 90_000;

    @TempDir
    private Path folder;

    private static TestingDatabase database;
    private static String expected;

    @BeforeAll
    static void fill() {
        database = TestingPostgres.shared().createDatabase();
        database.execute(
                "CREATE TABLE facts (id int PRIMARY KEY, text text NOT NULL)",
                "INSERT INTO facts SELECT i, repeat(md5(i::text), 4) FROM generate_series(1, " + ROWS + ") i",
                "VACUUM ANALYZE facts");
        expected = Moving.content(database, "facts");
    }

    @AfterAll
    static void dropDatabase() {
        database.close();
    }

    private static String to(String target) {
        return "{name: public.facts, destination: " + target + "}";
    }

    /** Waits until rows are on their way into a staging table. */
    private static void awaitLoading(SparkProcess spark) throws IOException, InterruptedException {
        await(
                spark,
                "rows are loaded",
                () -> !database.query("SELECT 1 FROM pg_stat_progress_copy WHERE"
                                + " command = 'COPY FROM' AND tuples_processed > 10000")
                        .isEmpty());
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    private static void await(SparkProcess spark, String what, Condition condition)
            throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!condition.holds()) {
            assertThat(spark.isAlive() && System.currentTimeMillis() < deadline)
                    .as(what + ", before the application ends: " + spark.output())
                    .isTrue();
            Thread.sleep(5);
        }
    }

    private static void signal(ProcessHandle process, String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void anExecutorKilledWhileItWritesAndBrokenConnectionsNeitherLoseNorDoubleARow()
            throws IOException, InterruptedException {
        try (FaultyProxy proxy = new FaultyProxy("127.0.0.1", database.port())) {
            Path pipelines = Moving.file(
                    folder,
                    Moving.pipeline("kill", Moving.postgres(database), Moving.postgres(database), to("survived")),
                    Moving.pipeline(
                            "cut", Moving.postgres(database), Moving.postgres(database, proxy.port()), to("mended")));
            try (SparkProcess spark = SparkProcess.submit(
                    folder, Map.of("spark.speculation", "true"), pipelines.toString(), "--progress", "plain")) {
                awaitLoading(spark);
                spark.executors().getFirst().destroyForcibly();
                await(spark, "the next pipeline begins", () -> spark.output().contains("written to survived"));
                awaitLoading(spark);
                proxy.cutAll();
                spark.awaitSuccess();
                assertThat(spark.output()).contains("Spark repeats a task").contains("attempt 1");
            }
        }
        assertThat(Moving.content(database, "survived")).isEqualTo(expected);
        assertThat(Moving.content(database, "mended")).isEqualTo(expected);
        assertThat(Moving.staged(database)).isEmpty();
    }

    @Test
    void aStragglerThatIsOvertakenLeavesNothing() throws IOException, InterruptedException {
        TestingS3 server = TestingS3.shared();
        String bucket = server.createBucket();
        String lake = "{connector_type: s3, config: {bucket: " + bucket + ", prefix: lake/, format: parquet,"
                + " endpoint: \"" + server.endpoint() + "\", aws_access_key_id: " + server.accessKeyId()
                + ", aws_secret_access_key: \"" + server.secretAccessKey() + "\"}}";
        Path pipelines = Moving.file(folder, Moving.pipeline("overtake", Moving.postgres(database), lake, to("facts")));
        Map<String, String> conf = Map.of(
                "spark.speculation", "true",
                "spark.speculation.interval", "100ms",
                "spark.speculation.quantile", "0.1",
                "spark.speculation.multiplier", "1.5");
        try (StandaloneCluster cluster = StandaloneCluster.start(folder, 2);
                SparkProcess spark = SparkProcess.submitTo(
                        cluster.master(), folder, conf, pipelines.toString(), "--progress", "plain")) {
            await(
                    spark,
                    "rows are read",
                    () -> !database.query("SELECT 1 FROM pg_stat_progress_copy WHERE"
                                    + " command = 'COPY TO' AND tuples_processed > 10000")
                            .isEmpty());
            ProcessHandle straggler = cluster.executors().getFirst();
            signal(straggler, "STOP");
            await(spark, "the straggler is overtaken", () -> spark.output().contains("once more, beside"));
            Thread.sleep(3000);
            signal(straggler, "CONT");
            spark.awaitSuccess();
        }
        try (S3Client client = server.client()) {
            assertThat(client.listMultipartUploads(request -> request.bucket(bucket))
                            .uploads())
                    .isEmpty();
        }
        String back = lake.replace("prefix: lake/", "prefix: lake/facts/");
        Moving.locally(
                folder,
                Moving.pipeline("back", back, Moving.postgres(database), "{name: '*', destination: overtaken}"));
        assertThat(Moving.content(database, "overtaken")).isEqualTo(expected);
    }

    @Test
    void aCancelledRunRemovesWhatItStaged() throws IOException, InterruptedException {
        Path pipelines = Moving.file(
                folder,
                Moving.pipeline("cancel", Moving.postgres(database), Moving.postgres(database), to("cancelled")));
        try (SparkProcess spark = SparkProcess.submit(folder, Map.of(), pipelines.toString(), "--progress", "plain")) {
            awaitLoading(spark);
            spark.terminate();
            assertThat(spark.awaitEnd()).as(spark.output()).isNotZero();
            assertThat(spark.output()).contains("nothing was published");
        }
        assertThat(database.query("SELECT 1 FROM pg_class WHERE relname = 'cancelled'"))
                .isEmpty();
        assertThat(Moving.staged(database)).isEmpty();
    }
}
