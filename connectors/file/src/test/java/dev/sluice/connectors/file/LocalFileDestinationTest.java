package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalFileDestinationTest {
    private static final String FIRST = "01JDAAAAAAAAAAAAAAAAAAAAAA";
    private static final String SECOND = "01JDBBBBBBBBBBBBBBBBBBBBBB";
    private static final Map<String, Object> JSONL = Map.of("format", "jsonl");
    private static final Map<String, Object> REPLACE = Map.of("format", "jsonl", "overwrite", true);

    private final LocalFileDestination destination = new LocalFileDestination();

    @TempDir
    Path temporary;

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    private static List<String> names(Path folder) throws IOException {
        return new LocalStorage().names(folder.toString());
    }

    @Test
    void partsBecomeOneFileInTheOrderOfTheSplits() throws Exception {
        for (String name : List.of("out.jsonl", "out.csv", "out.tsv", "out.parquet")) {
            Path file = temporary.resolve("new/" + name);

            CommitResult result =
                    FileRuns.run(destination, FileRuns.write(FIRST, file, Map.of(), WriteMode.OVERWRITE), 100);

            assertThat(result.rows()).isEqualTo(100);
            assertThat(FileRuns.rows(file)).isEqualTo(FileRuns.expected(0, 100));
        }
        assertThat(names(temporary.resolve("new"))).containsExactly("out.csv", "out.jsonl", "out.parquet", "out.tsv");
    }

    /** The longest names that file systems take; what lies hidden beside the file has more in its name than the file's own. */
    @ParameterizedTest
    @ValueSource(strings = {"n", "ü", "漢"})
    void aFileMayHaveTheLongestNameThatThereIs(String letter) throws Exception {
        int bytes = letter.getBytes(StandardCharsets.UTF_8).length;
        Path file = temporary.resolve(letter.repeat((255 - ".jsonl".length()) / bytes) + ".jsonl");
        Map<String, Object> options = Map.of("overwrite", true);
        WriteRequest crashed = FileRuns.write(FIRST, file, options, WriteMode.OVERWRITE);
        FileRuns.stageAll(destination, crashed, destination.begin(crashed), 0, 100);
        assertThat(names(temporary)).isNotEmpty().allMatch(name -> name.startsWith(".sluice-"));

        FileRuns.run(destination, FileRuns.write(SECOND, file, options, WriteMode.OVERWRITE), 9);

        assertThat(FileRuns.rows(file)).isEqualTo(FileRuns.expected(0, 9));
        assertThat(names(temporary)).containsExactly(file.getFileName().toString());
    }

    @Test
    void partsAreNamedTheSameInEveryLocale() throws Exception {
        Locale own = Locale.getDefault();
        Locale.setDefault(Locale.of("ar", "EG"));
        try {
            Path folder = temporary.resolve("out");
            FileRuns.run(destination, FileRuns.write(FIRST, folder, JSONL, WriteMode.OVERWRITE), 10);

            try (Stream<Path> files = Files.walk(folder)) {
                assertThat(files.map(file -> file.getFileName().toString())).contains("part-00000.jsonl");
            }
        } finally {
            Locale.setDefault(own);
        }
    }

    @Test
    void aFileOfNoRowsStillHasItsColumns() throws Exception {
        Path file = temporary.resolve("out.csv");

        FileRuns.run(destination, FileRuns.write(FIRST, file, Map.of(), WriteMode.OVERWRITE), 0);

        assertThat(file).hasContent("id,name\n");
    }

    @Test
    void aParquetFileOfNoRowsMayBeReplacedByNone() throws Exception {
        Path file = temporary.resolve("out.parquet");
        Map<String, Object> options = Map.of("overwrite", true, "compression", "zstd");

        for (String run : List.of(FIRST, SECOND)) {
            CommitResult result = FileRuns.run(destination, FileRuns.write(run, file, options, WriteMode.OVERWRITE), 0);
            assertThat(result.rows()).isZero();
        }
        assertThat(FileRuns.rows(file)).isEmpty();
    }

    @Test
    void aFileThatExistsIsReplacedOnlyOnRequest() throws Exception {
        Path file = Files.writeString(temporary.resolve("out.jsonl"), "{\"a\":1}\n");
        WriteRequest refused = FileRuns.write(FIRST, file, Map.of(), WriteMode.OVERWRITE);

        assertFails(ErrorCode.TARGET_EXISTS, () -> destination.plan(refused), "out.jsonl", "overwrite");
        assertFails(ErrorCode.TARGET_EXISTS, () -> destination.begin(refused), "out.jsonl", "overwrite");
        assertThat(file).hasContent("{\"a\":1}\n");

        FileRuns.run(destination, FileRuns.write(FIRST, file, Map.of("overwrite", true), WriteMode.OVERWRITE), 9);
        assertThat(FileRuns.rows(file)).hasSize(9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aFileKeepsThePermissionsOfTheOneThatItReplaces(int splits) throws Exception {
        Path file = Files.writeString(temporary.resolve("out.csv"), "id,name\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        WriteRequest request = FileRuns.write(FIRST, file, Map.of("overwrite", true), WriteMode.OVERWRITE);

        WriteHandle handle = destination.begin(request);
        Commit commit = splits > 1
                ? FileRuns.stageAll(destination, request, handle, 0, 9)
                : new Commit(List.of(FileRuns.stage(destination, request, handle, 0, 0, 9)), "");
        destination.commit(request, handle, commit);

        assertThat(FileRuns.rows(file)).hasSize(9);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
    }

    @Test
    void aFileThatAppearedDuringTheRunIsNotReplaced() throws Exception {
        Path file = temporary.resolve("out.jsonl");
        WriteRequest request = FileRuns.write(FIRST, file, Map.of(), WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(request);
        Commit commit = FileRuns.stageAll(destination, request, handle, 0, 9);
        Files.writeString(file, "{\"a\":1}\n");

        assertFails(ErrorCode.TARGET_EXISTS, () -> destination.commit(request, handle, commit), "out.jsonl");
        destination.abort(request, handle);

        assertThat(names(temporary)).containsExactly("out.jsonl");
        assertThat(file).hasContent("{\"a\":1}\n");
    }

    @Test
    void oneFileCanNotBeAppendedToNorMergedInto() {
        Path file = temporary.resolve("out.jsonl");

        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> destination.plan(FileRuns.write(FIRST, file, Map.of(), WriteMode.APPEND)),
                "a folder");
        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> destination.plan(FileRuns.write(FIRST, file, Map.of(), WriteMode.MERGE)),
                "merged");
    }

    @Test
    void aFolderGetsAPartPerSplitAndAManifest() throws Exception {
        CommitResult result =
                FileRuns.run(destination, FileRuns.write(FIRST, temporary, JSONL, WriteMode.OVERWRITE), 90);

        Path folder = temporary.resolve("people");
        assertThat(result.rows()).isEqualTo(90);
        assertThat(names(folder))
                .containsExactly("_sluice_manifest.json", "part-00000.jsonl", "part-00002.jsonl", "part-00003.jsonl");
        assertThat(FileRuns.rows(folder)).isEqualTo(FileRuns.expected(0, 90));
        assertThat(Files.readString(folder.resolve("_sluice_manifest.json")))
                .contains("\"run_id\":\"" + FIRST + "\"", "\"rows\":90", "\"id\":\"int64\"");
    }

    @Test
    void aFolderOfNoRowsHasOneFile() throws Exception {
        FileRuns.run(destination, FileRuns.write(FIRST, temporary, JSONL, WriteMode.OVERWRITE), 0);

        assertThat(names(temporary.resolve("people"))).containsExactly("_sluice_manifest.json", "part-00000.jsonl");
    }

    @Test
    void aFolderIsReplacedOnlyOnRequest() throws Exception {
        FileRuns.run(destination, FileRuns.write(FIRST, temporary, JSONL, WriteMode.OVERWRITE), 90);
        WriteRequest refused = FileRuns.write(SECOND, temporary, JSONL, WriteMode.OVERWRITE);

        assertFails(ErrorCode.TARGET_EXISTS, () -> destination.plan(refused), "people", "overwrite");

        FileRuns.run(destination, FileRuns.write(SECOND, temporary, REPLACE, WriteMode.OVERWRITE), 30);
        assertThat(FileRuns.rows(temporary.resolve("people"))).isEqualTo(FileRuns.expected(0, 30));
        assertThat(names(temporary.resolve("people"))).hasSize(4);
    }

    @Test
    void filesOfOthersAreNeverDeleted() throws Exception {
        Path folder = Files.createDirectories(temporary.resolve("people"));
        Files.writeString(folder.resolve("mine.txt"), "precious");

        assertFails(
                ErrorCode.TARGET_EXISTS,
                () -> destination.plan(FileRuns.write(FIRST, temporary, REPLACE, WriteMode.OVERWRITE)),
                "mine.txt");
    }

    @Test
    void appendingKeepsWhatIsThereAndTheStateOfTheLastCommit() throws Exception {
        FileRuns.run(destination, FileRuns.write(FIRST, temporary, JSONL, WriteMode.APPEND), 30);
        WriteRequest second = FileRuns.write(SECOND, temporary, JSONL, WriteMode.APPEND);
        WriteHandle handle = destination.begin(second);

        assertThat(destination.state(second)).isEqualTo("state of " + FIRST);
        destination.commit(second, handle, FileRuns.stageAll(destination, second, handle, 30, 60));

        assertThat(FileRuns.rows(temporary.resolve("people")))
                .containsExactlyInAnyOrderElementsOf(FileRuns.expected(0, 60));
        assertThat(names(temporary.resolve("people"))).contains("part-00000-" + SECOND + ".jsonl");
    }

    @Test
    void rowsAreNotReplacedByNone() throws Exception {
        FileRuns.run(destination, FileRuns.write(FIRST, temporary, JSONL, WriteMode.OVERWRITE), 30);
        Path file = temporary.resolve("out.jsonl");
        FileRuns.run(destination, FileRuns.write(FIRST, file, Map.of(), WriteMode.OVERWRITE), 30);

        for (WriteRequest request : List.of(
                FileRuns.write(SECOND, temporary, REPLACE, WriteMode.OVERWRITE),
                FileRuns.write(SECOND, file, Map.of("overwrite", true), WriteMode.OVERWRITE))) {
            WriteHandle handle = destination.begin(request);
            Commit commit = FileRuns.stageAll(destination, request, handle, 0, 0);
            assertFails(ErrorCode.TARGET_EXISTS, () -> destination.commit(request, handle, commit), "replaced by none");
            destination.abort(request, handle);
        }

        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(30);
        assertThat(FileRuns.rows(file)).hasSize(30);
        assertThat(names(temporary)).containsExactly("out.jsonl", "people");
    }

    @Test
    void aSecondCommitChangesNothing() throws Exception {
        for (WriteRequest request : List.of(
                FileRuns.write(FIRST, temporary, JSONL, WriteMode.APPEND),
                FileRuns.write(FIRST, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE))) {
            WriteHandle handle = destination.begin(request);
            Commit commit = FileRuns.stageAll(destination, request, handle, 0, 30);
            destination.commit(request, handle, commit);

            assertThat(destination.commit(request, handle, commit).rows()).isEqualTo(30);
        }
        assertThat(FileRuns.rows(temporary.resolve("people"))).hasSize(30);
        assertThat(FileRuns.rows(temporary.resolve("out.jsonl"))).hasSize(30);
    }

    @Test
    void anAbortLeavesNoTrace() throws Exception {
        for (WriteRequest request : List.of(
                FileRuns.write(FIRST, temporary, JSONL, WriteMode.APPEND),
                FileRuns.write(FIRST, temporary.resolve("out.jsonl"), Map.of(), WriteMode.OVERWRITE))) {
            WriteHandle handle = destination.begin(request);
            FileRuns.stageAll(destination, request, handle, 0, 30);
            destination.abort(request, handle);
        }
        assertThat(names(temporary)).isEmpty();
    }

    @Test
    void whatACrashedRunStagedIsRemoved() throws Exception {
        for (String name : List.of("", "out.jsonl")) {
            Map<String, Object> options = name.isEmpty() ? JSONL : Map.of();
            WriteRequest crashed = FileRuns.write(FIRST, temporary.resolve(name), options, WriteMode.OVERWRITE);
            FileRuns.stageAll(destination, crashed, destination.begin(crashed), 0, 30);
            FileRuns.run(destination, FileRuns.write(SECOND, temporary.resolve(name), options, WriteMode.OVERWRITE), 9);
        }
        assertThat(names(temporary)).containsExactly("out.jsonl", "people");
        assertThat(names(temporary.resolve("people"))).hasSize(4).noneMatch(name -> name.startsWith("."));
    }

    @Test
    void aStreamsNameCanNotLeaveTheFolder() throws Exception {
        WriteRequest request = FileRuns.write(FIRST, temporary, JSONL, WriteMode.OVERWRITE);
        WriteRequest hostile = new WriteRequest(
                request.runId(),
                request.pipeline(),
                request.stream(),
                request.options(),
                dev.sluice.spi.StreamName.of("../../etc/x"),
                request.schema(),
                request.mode(),
                false,
                1,
                request.batchSize(),
                1 << 20);

        FileRuns.run(destination, hostile, 3);

        assertThat(names(temporary)).containsExactly("%2E.%2F..%2Fetc%2Fx");
    }
}
