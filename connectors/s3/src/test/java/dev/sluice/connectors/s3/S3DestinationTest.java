package dev.sluice.connectors.s3;

import static dev.sluice.connectors.s3.S3Runs.csv;
import static dev.sluice.connectors.s3.S3Runs.part;
import static dev.sluice.connectors.s3.S3Runs.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.connectors.storage.Stager;
import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/** What is in the bucket, and when, as the SDK sees it. */
class S3DestinationTest {
    private static final Map<String, Object> FOLDER = Map.of("prefix", "lake", "format", "csv");
    private static final Map<String, Object> REPLACED = Map.of("prefix", "lake", "format", "csv", "overwrite", true);
    private static final Map<String, Object> FILE = Map.of("prefix", "out/people.csv", "overwrite", true);
    private static final String MANIFEST = "lake/people/_sluice_manifest.json";

    private final S3Runs runs = new S3Runs();

    @AfterEach
    void close() {
        runs.close();
    }

    @Test
    void nothingIsVisibleBeforeTheCommit() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FOLDER);
        WriteHandle handle = runs.destination.begin(request);

        Commit commit = runs.stageAll(request, handle, rows(0, 10), rows(10, 20));

        assertThat(runs.keys()).isEmpty();
        assertThat(runs.uploads()).hasSize(2);
        runs.destination.commit(request, handle, commit);
        assertThat(runs.keys()).containsExactly(MANIFEST, part(request, 0), part(request, 1));
        assertThat(runs.uploads()).isEmpty();
        assertThat(runs.text(part(request, 1))).isEqualTo(csv(10, 20));
    }

    @Test
    void anAbortedRunLeavesNothing() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FOLDER);
        WriteHandle handle = runs.destination.begin(request);
        runs.stageAll(request, handle, rows(0, 10), rows(10, 20));

        runs.destination.abort(request, handle);

        assertThat(runs.keys()).isEmpty();
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void theNextRunEndsTheUploadsOfADeadOneAndNoForeignOnes() throws Exception {
        List<String> foreign = List.of(
                "lake/people/part-00000.csv", "lake/people/part-00000-c000.snappy.parquet", "lake/other", "people.csv");
        foreign.forEach(runs::beginForeignUpload);
        WriteRequest dead = runs.request(WriteMode.OVERWRITE, FOLDER);
        runs.stageAll(dead, runs.destination.begin(dead), rows(0, 10), rows(10, 20));
        assertThat(runs.uploads()).hasSize(foreign.size() + 2);

        WriteRequest next = runs.request(WriteMode.OVERWRITE, FOLDER);
        WriteHandle handle = runs.destination.begin(next);

        assertThat(runs.uploads()).containsExactlyInAnyOrderElementsOf(foreign);
        runs.destination.abort(next, handle);
        assertThat(runs.uploads()).containsExactlyInAnyOrderElementsOf(foreign);
    }

    @Test
    void overwritingDeletesTheOldPartsOnlyAtTheCommit() throws Exception {
        runs.run(runs.request(WriteMode.OVERWRITE, FOLDER), rows(0, 5), rows(5, 9));
        List<String> old = runs.keys();
        WriteRequest request = runs.request(WriteMode.OVERWRITE, REPLACED);
        WriteHandle handle = runs.destination.begin(request);
        Commit commit = runs.stageAll(request, handle, rows(0, 3));
        assertThat(runs.keys()).isEqualTo(old);

        runs.destination.commit(request, handle, commit);

        assertThat(runs.keys()).containsExactly(MANIFEST, part(request, 0));
    }

    @Test
    void anOutputThatIsThereIsLeftAloneUnlessOverwritingIsAllowed() throws Exception {
        runs.run(runs.request(WriteMode.OVERWRITE, FOLDER), rows(0, 5));
        List<String> old = runs.keys();

        ConnectorException refusal = catchThrowableOfType(
                ConnectorException.class, () -> runs.destination.begin(runs.request(WriteMode.OVERWRITE, FOLDER)));

        assertThat(refusal.code()).isEqualTo(ErrorCode.TARGET_EXISTS);
        assertThat(refusal)
                .hasMessageContaining("s3://" + runs.bucket + "/lake/people")
                .hasMessageContaining("overwrite");
        assertThat(runs.keys()).isEqualTo(old);
    }

    @Test
    void severalSplitsBecomeOneFile() throws Exception {
        runs.put("out/people.csv", "old");
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FILE);
        WriteHandle handle = runs.destination.begin(request);
        Commit commit = runs.stageAll(request, handle, rows(0, 3), rows(3, 6), rows(6, 9));
        assertThat(runs.keys()).containsExactly("out/people.csv");
        assertThat(runs.text("out/people.csv")).isEqualTo("old");

        assertThat(runs.destination.commit(request, handle, commit).rows()).isEqualTo(9);

        assertThat(runs.keys()).containsExactly("out/people.csv");
        assertThat(runs.uploads()).isEmpty();
        assertThat(runs.text("out/people.csv")).isEqualTo(csv(0, 9));
        assertThat(runs.destination.commit(request, handle, commit).rows()).isEqualTo(9);
    }

    @Test
    void whatADeadRunLeftOfOneFileIsRemovedByTheNextRun() throws Exception {
        WriteRequest dead = runs.request(WriteMode.OVERWRITE, FILE);
        runs.stageAll(dead, runs.destination.begin(dead), rows(0, 3), rows(3, 6));
        // as a run does that dies after it published a part
        runs.put("out/.sluice-" + Stager.of(dead).inName() + "-s2a1-people.csv", "hidden");
        runs.beginForeignUpload("out/others.csv");

        WriteRequest next = runs.request(WriteMode.OVERWRITE, FILE);
        runs.run(next, rows(0, 2));

        assertThat(runs.keys()).containsExactly("out/people.csv");
        assertThat(runs.uploads()).containsExactly("out/others.csv");
    }

    @Test
    void aFileIsReplacedOnlyIfNobodyElseDid() {
        S3Storage storage = new S3Storage(new S3Buckets().open(runs.destination(FOLDER)));
        String path = "s3://" + runs.bucket + "/lake/state.json";
        assertThat(storage.replace(path, bytes("one"), Optional.empty())).isTrue();
        Optional<StoredFile> one = storage.find(path);
        assertThat(storage.replace(path, bytes("two"), one)).isTrue();

        assertThat(storage.replace(path, bytes("three"), one)).isFalse();
        assertThat(storage.replace(path, bytes("three"), Optional.empty())).isFalse();
        assertThat(storage.replace(path + "l", bytes("three"), one)).isFalse();

        assertThat(runs.text("lake/state.json")).isEqualTo("two");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void ofRunsThatCommitAtOnceEachIsPublishedWholeOrNotAtAll() throws Exception {
        int count = 6;
        List<WriteRequest> requests = new ArrayList<>();
        List<Callable<Boolean>> commits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            requests.add(runs.request(WriteMode.APPEND, FOLDER));
        }
        List<WriteHandle> handles =
                requests.stream().map(runs.destination::begin).toList();
        for (int i = 0; i < count; i++) {
            WriteRequest request = requests.get(i);
            WriteHandle handle = handles.get(i);
            Commit commit = runs.stageAll(request, handle, rows(10 * i, 10 * i + 4), rows(10 * i + 4, 10 * i + 7));
            commits.add(() -> isCommitted(request, handle, commit));
        }

        Set<String> expected = new TreeSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(count)) {
            List<Future<Boolean>> outcomes = threads.invokeAll(commits);
            for (int i = 0; i < count; i++) {
                if (outcomes.get(i).get()) {
                    expected.add(part(requests.get(i), 0));
                    expected.add(part(requests.get(i), 1));
                }
            }
        }

        assertThat(expected).isNotEmpty();
        Set<String> listed = new TreeSet<>();
        Map<?, ?> manifest = (Map<?, ?>) JsonTree.parse(bytes(runs.text(MANIFEST)));
        ((List<?>) manifest.get("files")).forEach(file -> listed.add("lake/people/" + ((Map<?, ?>) file).get("name")));
        assertThat(listed).isEqualTo(expected);
        expected.add(MANIFEST);
        assertThat(runs.keys()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(runs.uploads()).isEmpty();
    }

    /** As a run does: tries again where that is worth it, and gives up what it staged after another failure. */
    private boolean isCommitted(WriteRequest request, WriteHandle handle, Commit commit) throws InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                runs.destination.commit(request, handle, commit);
                return true;
            } catch (ConnectorException e) {
                if (e.code() == ErrorCode.TRY_AGAIN && attempt < 20) {
                    Thread.sleep(20);
                    continue;
                }
                runs.destination.abort(request, handle);
                return false;
            }
        }
    }

    @Test
    void aLargeFileGoesOutInPartsWhileItIsWritten() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FOLDER);
        WriteHandle handle = runs.destination.begin(request);
        int count = 1_000_000;

        Commit commit = runs.stageAll(request, handle, rows(0, count));

        MultipartUpload upload = runs.client
                .listMultipartUploads(list -> list.bucket(runs.bucket))
                .uploads()
                .getFirst();
        int parts = runs.client
                .listParts(list -> list.bucket(runs.bucket).key(upload.key()).uploadId(upload.uploadId()))
                .parts()
                .size();
        assertThat(parts).isGreaterThan(2);
        runs.destination.commit(request, handle, commit);
        assertThat(runs.text(part(request, 0))).isEqualTo(csv(0, count));
    }

    @Test
    void aPlaceThatCanBeWrittenToPassesItsTestAndShowsNothing() {
        runs.destination.testConnection(runs.destination(FOLDER));

        assertThat(runs.keys()).isEmpty();
        assertThat(runs.uploads()).isEmpty();
    }

    @Test
    void whatWasWrittenIsReadBackByOptionsOfReading() throws Exception {
        List<Map<String, Object>> written = List.of(
                Map.of("format", "parquet", "compression", "zstd", "row_group_size", "64k", "encryption", "aes256"),
                Map.of("format", "csv", "compression", "gzip", "null_text", "NULL", "encoding", "utf-8-bom"),
                Map.of("format", "csv", "header", false, "delimiter", "tab", "line_ending", "cr"));
        for (Map<String, Object> options : written) {
            for (String name : List.of("folder", "one." + options.get("format"))) {
                Map<String, Object> more = new HashMap<>(options);
                more.put("prefix", written.indexOf(options) + "/" + name);
                WriteRequest request = runs.request(WriteMode.OVERWRITE, more);
                runs.run(request, rows(0, 10));

                ReadBack way = runs.destination.readBack(request).orElseThrow();

                assertThat(S3Runs.read(way.options()))
                        .as(more.toString())
                        .hasSize(10)
                        .contains(List.of(7L, "name 7"));
            }
        }
    }

    @Test
    void whatWasWrittenIsReadUnderTheSamePlace() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FILE);
        runs.run(request, rows(0, 10));

        Options written = runs.source(Map.of("prefix", "out/*.csv"));
        S3Source source = new S3Source();
        StreamName stream = source.discoverSchema(DiscoverRequest.of(written))
                .streams()
                .getFirst()
                .name();

        assertThat(source.places(written, stream))
                .containsExactly(runs.destination.place(request))
                .containsExactly(runs.server.endpoint() + "/" + runs.bucket + "/out/people.csv");
    }

    @Test
    void objectsThatAreMissingOrHaveAnotherSizeAreNamedBeforeTheyAreRead() throws Exception {
        WriteRequest request = runs.request(WriteMode.OVERWRITE, FOLDER);
        runs.run(request, rows(0, 10), rows(10, 20));
        String key = part(request, 1);
        String name = key.substring(key.lastIndexOf('/') + 1);

        for (String prefix : List.of("lake/people/", "lake/", "lake/**/*.csv")) {
            runs.put(key, csv(10, 19));
            assertThat(catchThrowableOfType(
                            ConnectorException.class, () -> S3Runs.read(runs.source(Map.of("prefix", prefix)))))
                    .hasMessageContainingAll("lake/people", name, "bytes", "write the stream again");

            runs.client.deleteObject(delete -> delete.bucket(runs.bucket).key(key));
            assertThat(catchThrowableOfType(
                            ConnectorException.class, () -> S3Runs.read(runs.source(Map.of("prefix", prefix)))))
                    .hasMessageContainingAll("lake/people: ", name + ", which is missing", "write the stream again");
        }
    }
}
