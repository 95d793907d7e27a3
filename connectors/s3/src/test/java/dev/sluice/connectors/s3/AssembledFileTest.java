package dev.sluice.connectors.s3;

import static dev.sluice.connectors.s3.S3Runs.csv;
import static dev.sluice.connectors.s3.S3Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.connectors.storage.Stager;
import dev.sluice.formats.RangeOutput;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file, to whose upload several tasks write. */
class AssembledFileTest {
    private static final Map<String, Object> FILE = Map.of("prefix", "out/people.csv", "overwrite", true);
    /** So many rows are some 13 MB of CSV. */
    private static final int LARGE = 700_000;

    private static final Pattern LENGTH = Pattern.compile("(?is)^PUT .*content-length: (\\d+).*");

    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void whatTasksWroteIsWhereItBelongsBeforeTheCommit() throws Exception {
        try (FaultyProxy proxy = new FaultyProxy(runs.server.endpoint(), head -> FaultyProxy.PASSED)) {
            Map<String, Object> config = new HashMap<>(FILE);
            config.put("endpoint", proxy.endpoint().toString());
            WriteRequest request = runs.request(WriteMode.OVERWRITE, config);
            WriteHandle handle = runs.destination.begin(request);
            Commit commit =
                    runs.stageAll(request, handle, rows(0, LARGE), rows(LARGE, LARGE + 9), rows(LARGE + 9, 2 * LARGE));
            assertThat(runs.keys()).isEmpty();
            int before = proxy.requests().size();

            assertThat(runs.destination.commit(request, handle, commit).rows()).isEqualTo(2 * LARGE);

            assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, 2 * LARGE));
            assertThat(runs.keys()).containsExactly("out/people.csv");
            assertThat(runs.uploads()).isEmpty();
            List<String> ofCommit =
                    proxy.requests().subList(before, proxy.requests().size());
            assertThat(ofCommit).anyMatch(head -> head.contains("x-amz-copy-source-range: "));
            assertThat(sentBytes(ofCommit))
                    .as("sent during the commit: the small split and the beginning of the next one")
                    .isLessThan(6 << 20);
            assertThat(sentBytes(proxy.requests())).isLessThan(csv(0, 2 * LARGE).length() + (7L << 20));
        }
    }

    private static long sentBytes(List<String> requests) {
        return requests.stream()
                .map(LENGTH::matcher)
                .filter(Matcher::matches)
                .mapToLong(length -> Long.parseLong(length.group(1)))
                .sum();
    }

    @Test
    void aSecondAttemptAtASplitTakesThePlaceOfTheFirst() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FILE);
        WriteHandle handle = runs.destination.begin(request);
        CommitToken second = runs.stage(request, handle, 1, rows(LARGE, 2 * LARGE));
        runs.stage(request, handle, 0, rows(7 * LARGE, 8 * LARGE));
        CommitToken first = runs.stage(request, handle, 0, 2, rows(0, LARGE));

        runs.destination.commit(request, handle, new Commit(List.of(first, second), ""));

        assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, 2 * LARGE));
        assertThat(runs.keys()).containsExactly("out/people.csv");
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void aSingleLargeSplitIsNotMoved() throws Exception {
        runs.run(runs.request(WriteMode.OVERWRITE, FILE), rows(0, LARGE));

        assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, LARGE));
        assertThat(runs.keys()).containsExactly("out/people.csv");
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void anAbortedRunLeavesNothing() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FILE);
        WriteHandle handle = runs.destination.begin(request);
        runs.stageAll(request, handle, rows(0, LARGE), rows(LARGE, LARGE + 10));

        runs.destination.abort(request, handle);

        assertThat(runs.keys()).isEmpty();
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void theUploadOfARunThatDiedBeforeItWroteAnythingIsGivenUp() throws Exception {
        runs.destination.begin(runs.request(WriteMode.OVERWRITE, FILE));
        WriteRequest live = runs.request("another pipeline", WriteMode.OVERWRITE, FILE);
        WriteHandle handle = runs.destination.begin(live);
        Commit commit = runs.stageAll(live, handle, rows(0, LARGE));

        runs.run(runs.request(WriteMode.OVERWRITE, FILE), rows(0, 3));
        assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, 3));
        runs.destination.commit(live, handle, commit);

        assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, LARGE));
        WriteRequest last = runs.request(WriteMode.OVERWRITE, FILE);
        runs.destination.abort(last, runs.destination.begin(last));
        assertThat(runs.uploads()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "csv.gz", "json", "json.zst", "jsonl", "parquet", "avro"})
    void largeAndSmallSplitsMakeOneFileOfAnyFormat(String extension) throws Exception {
        Random random = new Random(20261126);
        Map<String, Object> place = Map.of("prefix", "out/people." + extension);
        WriteRequest request = runs.request(WriteMode.OVERWRITE, place);
        RecordBatch[] splits = {
            noise(random, 18_000),
            noise(random, 1),
            noise(random, 18_000),
            noise(random, 0),
            noise(random, 2),
            noise(random, 9_000),
            noise(random, 18_000),
            noise(random, 18_000)
        };

        runs.run(request, splits);

        List<List<Object>> expected = new ArrayList<>();
        for (RecordBatch batch : splits) {
            for (int i = 0; i < batch.rowCount(); i++) {
                expected.add(Values.row(batch, i));
            }
        }
        Options source = runs.source(place);
        assertThat(S3Runs.read(source).equals(expected)).as("the same rows").isTrue();
        assertThat(runs.uploads()).isEmpty();
    }

    /** Rows of a kilobyte that nothing makes smaller. */
    private static RecordBatch noise(Random random, int count) {
        BatchBuilder batch = new BatchBuilder(S3Runs.SCHEMA, Math.max(1, count));
        for (int i = 0; i < count; i++) {
            Values.append(Type.INT64, batch.column(0), random.nextLong());
            StringBuilder name = new StringBuilder(1000);
            random.ints(1000, 32, 0x7f).forEach(letter -> name.append((char) letter));
            Values.append(Type.STRING, batch.column(1), name.toString());
        }
        return batch.build();
    }

    @Test
    void aPartThatRunsOutOfNumbersGoesOnBesideTheFile() throws Exception {
        S3Bucket bucket = new S3Buckets().open(runs.destination(FILE));
        S3Storage storage = new S3Storage(bucket);
        String path = "s3://" + runs.bucket + "/out/people.csv";
        Stager stager = Stager.of(runs.request(WriteMode.OVERWRITE, FILE));
        S3Assembly assembly = S3Assembly.ofToken(
                bucket,
                new S3Uploads(bucket, new S3Listing(bucket)),
                storage,
                path,
                storage.beginAssembly(path, stager).token());
        byte[] content = new byte[40 << 20];
        new Random(1).nextBytes(content);

        StagedFile part;
        try (StagedOutput out = assembly.part(
                "s3://" + runs.bucket + "/out/.sluice-" + stager.inName() + "-s0a1-people.csv",
                new PartNumbers(5, 6),
                24 << 20)) {
            out.stream().write(content);
            part = out.finish();
        }
        storage.publish(List.of(part));
        StagedFile whole;
        try (StagedOutput out = assembly.whole("whole", 24 << 20);
                var in = assembly.open(part, 8 << 20)) {
            out.stream().write(1);
            RangeOutput.append(in, 1, content.length, new byte[1 << 16], out.stream());
            whole = out.finish();
        }
        storage.publish(List.of(whole));

        assertThat(StagedUpload.of(part).placed().parts())
                .extracting(UploadedPart::number)
                .containsExactly(5, 6);
        assertThat(whole.size()).isEqualTo(content.length);
        try (InputStream stored =
                runs.client.getObject(get -> get.bucket(runs.bucket).key("out/people.csv"))) {
            content[0] = 1;
            assertThat(stored.readAllBytes()).isEqualTo(content);
        }
    }
}
