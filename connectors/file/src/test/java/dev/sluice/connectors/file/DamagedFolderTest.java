package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders that Sluice wrote and somebody took something from. */
class DamagedFolderTest {
    private final LocalFileDestination destination = new LocalFileDestination();
    private int runs;

    @TempDir
    Path temporary;

    private void write(WriteMode mode, int rows, Map<String, Object> options) throws Exception {
        FileRuns.run(
                destination,
                FileRuns.write("01JD%022d".formatted(++runs), temporary.resolve("lake"), options, mode),
                rows);
    }

    private Path people() throws Exception {
        write(WriteMode.OVERWRITE, 9, Map.of("format", "csv", "overwrite", true));
        return temporary.resolve("lake/people");
    }

    private static void assertRefused(ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContainingAll(parts)
                .hasMessageContaining("write the stream again");
    }

    @Test
    void aFileThatIsMissingIsNamedBeforeAnythingIsRead() throws Exception {
        Path people = people();
        Files.delete(people.resolve("part-00002.csv"));

        Options options = FileRuns.source(people, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        assertRefused(
                () -> FileRuns.splits(options, stream), people + ": ", "part-00002.csv, which is missing", "restore");
        for (Path place : List.of(temporary, people.resolve("*.csv"), people.resolve("../**/part-*"))) {
            assertRefused(() -> FileRuns.rows(place), "people: ", "part-00002.csv");
        }
        Options perFile = FileRuns.source(people, Map.of("stream_per", "file"));
        CatalogStream first = FileRuns.discover(perFile).getFirst();
        assertRefused(() -> FileRuns.splits(perFile, first), "part-00002.csv");
    }

    @Test
    void onlyWhatWasAskedForIsMissed() throws Exception {
        Path people = people();
        Files.delete(people.resolve("part-00002.csv"));
        Path others = Files.createDirectories(temporary.resolve("lake/others"));
        Files.writeString(others.resolve("own.csv"), "id,name\n1,one\n");

        assertThat(FileRuns.rows(people.resolve("part-0000[03].csv"))).hasSize(6);
        Options perFolder = FileRuns.source(temporary.resolve("lake"), Map.of("stream_per", "folder"));
        List<CatalogStream> streams = FileRuns.discover(perFolder);
        assertThat(FileRuns.rows(perFolder, streams.getFirst())).hasSize(1);
        assertRefused(() -> FileRuns.rows(perFolder, streams.getLast()), "part-00002.csv");
    }

    @Test
    void aFolderWhoseFilesAreAllGoneIsNotEmpty() throws Exception {
        Path people = people();
        for (String name : List.of("part-00000.csv", "part-00002.csv", "part-00003.csv")) {
            Files.delete(people.resolve(name));
        }

        assertRefused(() -> FileRuns.rows(people), "part-00000.csv and 2 more, which are missing");

        people();
        assertThat(FileRuns.rows(people)).hasSize(9);
    }

    @Test
    void aPartitionThatIsMissingIsNamed() throws Exception {
        write(WriteMode.APPEND, 9, Map.of("format", "parquet", "partition_by", List.of("id")));
        Path people = temporary.resolve("lake/people");
        Path gone = people.resolve("id=3");
        try (var files = Files.list(gone)) {
            Files.delete(files.findFirst().orElseThrow());
        }

        assertRefused(() -> FileRuns.rows(people), "lake/people: ", "id=3/part-");
        assertRefused(() -> FileRuns.rows(gone), "lake/people: ", "id=3/part-");
        assertThat(FileRuns.rows(people.resolve("id=[45]/*"))).hasSize(2);
    }

    @Test
    void aFileOfAnotherSizeIsNamed() throws Exception {
        Path people = people();
        Path part = people.resolve("part-00002.csv");
        String whole = Files.readString(part);
        for (String other :
                List.of(whole.substring(0, whole.lastIndexOf('\n', whole.length() - 2) + 1), whole + "9,x\n")) {
            Files.writeString(part, other);

            assertRefused(
                    () -> FileRuns.discover(FileRuns.source(people, Map.of())),
                    part + ": the file has " + other.length() + " bytes",
                    whole.length() + " were written",
                    "restore");
        }
        Files.writeString(part, whole);
        assertThat(FileRuns.rows(people)).hasSize(9);
    }

    @Test
    void incrementalRunsForgetWhatWentAway() throws Exception {
        Path people = people();
        Files.delete(people.resolve("part-00002.csv"));
        Options options = FileRuns.source(people, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        Increment all = new Increment(null, null, "", "", Lookback.NONE, true);

        try (SplitPlan plan = new LocalFileSource()
                .planSplits(new ReadRequest(options, stream, stream.schema(), 2, FileRuns.BATCHES, 1 << 24, all))) {
            assertThat(plan.splits()).isNotEmpty();
        }
    }

    @Test
    void filesThatWereThereBeforeTheFirstCommitAreTheirOwnersToChange() throws Exception {
        Path people = Files.createDirectories(temporary.resolve("lake/people"));
        Path log = people.resolve("log.csv");
        Path old = people.resolve("old.csv");
        Files.writeString(log, "id,name\n100,mine\n");
        Files.writeString(old, "id,name\n101,mine\n");
        write(WriteMode.APPEND, 9, Map.of("format", "csv"));

        Files.writeString(log, "102,mine\n", StandardOpenOption.APPEND);
        Files.delete(old);

        assertThat(FileRuns.rows(people)).hasSize(11);
    }

    @Test
    void readersOfAFolderThatIsReplacedOverAndOverMissNothing() throws Exception {
        Path people = people();
        try (ExecutorService writer = Executors.newSingleThreadExecutor()) {
            Future<?> writes = writer.submit(() -> {
                for (int i = 0; i < 60; i++) {
                    write(WriteMode.OVERWRITE, 9, Map.of("format", "csv", "overwrite", true));
                }
                return null;
            });
            List<String> wrong = new ArrayList<>();
            while (!writes.isDone()) {
                try {
                    FileRuns.discover(FileRuns.source(people, Map.of()));
                } catch (ConnectorException e) {
                    // files may go between listing and opening, and that is said as it is
                    if (e.getMessage().contains("manifest")) {
                        wrong.add(e.getMessage());
                    }
                }
            }
            writes.get();
            assertThat(wrong).isEmpty();
        }
    }
}
