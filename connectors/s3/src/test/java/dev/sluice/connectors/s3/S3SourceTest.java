package dev.sluice.connectors.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;

class S3SourceTest {
    private static final long SEED = 20261124;
    private static final int SIZE = 3_000_000;

    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    private StoredFile put(byte[] content) {
        runs.client.putObject(request -> request.bucket(runs.bucket).key("file.bin"), RequestBody.fromBytes(content));
        return new S3Listing(new S3Buckets().open(runs.source(Map.of())))
                .find("s3://" + runs.bucket + "/file.bin")
                .orElseThrow();
    }

    private InputFile open(StoredFile file, FileRange range, long memory) {
        return new S3InputFile(new S3Object(new S3Buckets().open(runs.source(Map.of())), file), range, memory);
    }

    private static byte[] random(Random random) {
        byte[] content = new byte[SIZE];
        random.nextBytes(content);
        return content;
    }

    @Test
    void readsAnywhereGiveTheBytesThatAreThere() throws Exception {
        Random random = new Random(SEED);
        byte[] content = random(random);
        StoredFile stored = put(content);
        for (long memory : List.of(0L, 1L << 20, 64L << 20)) {
            FileRange range = new FileRange(SIZE / 3, SIZE / 2);
            try (InputFile file = open(stored, range, memory)) {
                for (int i = 0; i < 60; i++) {
                    int position = random.nextInt(SIZE);
                    int count = 1 + random.nextInt(random.nextBoolean() ? 100 : 400_000);
                    byte[] read = new byte[count];
                    int got = file.read(position, read, 0, count);
                    assertThat(got).isBetween(1, Math.min(count, SIZE - position));
                    assertThat(read).startsWith(java.util.Arrays.copyOfRange(content, position, position + got));
                }
                assertThat(file.read(SIZE, new byte[1], 0, 1)).isEqualTo(-1);
            }
        }
    }

    @Test
    void smallReadsInARowTakeFewRequestsAndNoneBeyondTheRange() throws Exception {
        byte[] content = random(new Random(SEED));
        put(content);
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> FaultyProxy.PASSED)) {
            S3Bucket bucket = new S3Buckets()
                    .open(runs.source(Map.of("endpoint", proxy.endpoint().toString())));
            StoredFile stored = new S3Listing(bucket)
                    .find("s3://" + runs.bucket + "/file.bin")
                    .orElseThrow();
            int end = SIZE - 500_000;
            byte[] read = new byte[end];
            try (InputFile file = new S3InputFile(new S3Object(bucket, stored), new FileRange(0, end), 2 << 20)) {
                for (int at = 0; at < end; ) {
                    at += file.read(at, read, at, Math.min(1000, end - at));
                }
            }
            assertThat(content).startsWith(read);
            List<String> gets = proxy.requests().stream()
                    .filter(head -> head.contains("range: bytes="))
                    .toList();
            assertThat(gets).hasSize((end + (512 << 10) - 1) / (512 << 10));
            assertThat(gets).allMatch(head -> head.contains("if-match: "));
            assertThat(gets).anyMatch(head -> head.contains("-" + (end - 1) + "\r\n"));
        }
    }

    @Test
    void aFileReplacedWhileItIsReadIsAnError() throws Exception {
        byte[] content = random(new Random(SEED));
        StoredFile stored = put(content);
        try (InputFile file = open(stored, new FileRange(0, 0), 0)) {
            file.readFully(0, new byte[10], 0, 10);
            put(random(new Random(SEED + 1)));

            ConnectorException failure =
                    catchThrowableOfType(ConnectorException.class, () -> file.readFully(SIZE / 2, new byte[10], 0, 10));

            assertThat(failure.code()).isEqualTo(ErrorCode.EXTERNAL_FAILURE);
            assertThat(failure)
                    .hasMessageContaining("s3://" + runs.bucket + "/file.bin")
                    .hasMessageContaining("changed while it was being read");
        }
    }

    /** The plan's footer, header or sample is of one version, so the rows must be too. */
    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "jsonl", "avro", "parquet"})
    void aFileReplacedBetweenPlanAndReadIsAnErrorInEveryFormat(String format) throws Exception {
        Map<String, Object> file = Map.of("prefix", "people." + format, "overwrite", true);
        runs.run(runs.request(WriteMode.OVERWRITE, file), S3Runs.rows(0, 50_000));
        Options source = runs.source(Map.of("prefix", "people." + format));
        S3Source connector = new S3Source();
        var stream =
                connector.discoverSchema(DiscoverRequest.of(source)).streams().getFirst();
        ReadRequest request = new ReadRequest(source, stream, stream.schema(), 2, S3Runs.BATCHES, 24 << 20);
        try (SplitPlan plan = connector.planSplits(request)) {
            runs.run(runs.request(WriteMode.OVERWRITE, file), S3Runs.rows(50_000, 100_000));
            for (Split split : plan.splits()) {
                ConnectorException failure = catchThrowableOfType(
                        ConnectorException.class, () -> connector.read(request, split, ignoring(stream.schema())));

                assertThat(failure).isNotNull();
                assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.EXTERNAL_FAILURE);
                assertThat(failure)
                        .hasMessageContaining("people." + format)
                        .hasMessageContaining("changed while it was being read");
            }
        }
    }

    private static BatchOutput ignoring(Schema schema) {
        return new BatchOutput(schema, S3Runs.BATCHES) {
            @Override
            public void emit(RecordBatch batch) {
                // rows of the old version may come before the change is seen
            }
        };
    }

    @Test
    void filesAreFoundByFolderGlobAndName() {
        runs.put("data/2024/a.csv", "x\n1\n");
        runs.put("data/2024/b.csv", "x\n2\n");
        runs.put("data/2025/c.csv", "x\n3\n");
        runs.put("data/2025/", "");
        runs.put("data/readme.txt", "hello");
        runs.put("data2/d.csv", "x\n4\n");

        assertThat(S3Runs.streams(runs.source(Map.of("prefix", "data/", "stream_per", "file"))))
                .containsExactlyInAnyOrder("2024/a", "2024/b", "2025/c");
        assertThat(S3Runs.streams(runs.source(Map.of("prefix", "data/**/a.csv"))))
                .containsExactly("data");
        assertThat(S3Runs.streams(
                        runs.source(Map.of("prefix", "data", "glob_pattern", "*/*.csv", "stream_per", "folder"))))
                .containsExactlyInAnyOrder("2024", "2025");
        assertThat(S3Runs.streams(runs.source(Map.of("prefix", "data/2024/b.csv"))))
                .containsExactly("b");
        assertThat(S3Runs.streams(runs.source(Map.of("glob_pattern", "**/*.csv"))))
                .containsExactly(runs.bucket);
    }

    @Test
    void aBucketWithoutANameIsRefused() {
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> S3Runs.streams(runs.source(Map.of("bucket", ""))));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageStartingWith("config.bucket: is empty");
    }

    @Test
    void aNameThatIsNotThereGetsASuggestion() {
        runs.put("data/orders.csv", "x\n1\n");

        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class, () -> S3Runs.streams(runs.source(Map.of("prefix", "data/order.csv"))));

        assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
        assertThat(failure)
                .hasMessageContaining("s3://" + runs.bucket + "/data/order.csv")
                .hasMessageContaining("orders.csv");
    }

    @Test
    void listsOfManyPagesAreReadToTheEnd() {
        int count = 1_203;
        for (int i = 0; i < count; i++) {
            runs.put("many/" + i + ".csv", "");
        }
        S3Listing listing = new S3Listing(new S3Buckets().open(runs.source(Map.of())));

        assertThat(listing.files("s3://" + runs.bucket + "/many", true)).hasSize(count);
        assertThat(listing.names("s3://" + runs.bucket + "/many")).hasSize(count);
    }
}
