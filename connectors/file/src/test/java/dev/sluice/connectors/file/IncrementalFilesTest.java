package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Lookback;
import dev.sluice.spi.Options;
import dev.sluice.spi.Position;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that read the files that are new or changed since the last one. */
class IncrementalFilesTest {
    @TempDir
    Path temporary;

    private Path folder() {
        return temporary.resolve("in");
    }

    private Path file(String name, String... rows) throws Exception {
        Path file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, "id,name\n" + String.join("\n", rows) + "\n");
    }

    private static Increment since(Position last) {
        return new Increment(null, last, "", "", Lookback.NONE, true);
    }

    private ReadRequest request(Increment increment) {
        Options options = FileRuns.source(folder(), Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        return new ReadRequest(options, stream, stream.schema(), 2, FileRuns.BATCHES, 1 << 24, increment);
    }

    /** What a run reads, and where the next one begins. */
    private record Run(List<Object> ids, Position position, List<String> notes) {}

    private Run run(Position last) throws Exception {
        ReadRequest request = request(since(last));
        LocalFileSource source = new LocalFileSource();
        List<Object> ids = new ArrayList<>();
        try (SplitPlan plan = source.planSplits(request)) {
            for (Split split : plan.splits()) {
                assertThat(split.repeats()).isFalse();
                source.read(request, split, new BatchOutput(request.schema(), FileRuns.BATCHES) {
                    @Override
                    public void emit(RecordBatch batch) {
                        for (int i = 0; i < batch.rowCount(); i++) {
                            ids.add(Values.row(batch, i).getFirst());
                        }
                    }
                });
            }
            return new Run(ids, plan.position().orElseThrow(), plan.notes());
        }
    }

    @Test
    void contract10_runsReadEachFileOnceAndChangedOnesAgainAsAWhole() throws Exception {
        file("a.csv", "1,one", "2,two");
        file("b/b.csv", "3,three");
        Run first = run(null);
        assertThat(first.ids()).containsExactly(1L, 2L, 3L);
        assertThat(first.notes()).isEmpty();

        file("c.csv", "4,four");
        file("b/b.csv", "3,three", "5,five");
        Run second = run(first.position());
        assertThat(second.ids()).containsExactlyInAnyOrder(3L, 5L, 4L);
        assertThat(second.notes())
                .anyMatch(note -> note.contains("2 of 3 files"))
                .anyMatch(note -> note.contains("b.csv was changed") && note.contains("again from the beginning"));

        Path c = folder().resolve("c.csv");
        FileTime written = Files.getLastModifiedTime(c);
        Files.delete(c);
        file("d.csv", "6,six");
        Run third = run(second.position());
        assertThat(third.ids()).containsExactly(6L);

        assertThat(run(third.position()).ids()).isEmpty();
        Files.setLastModifiedTime(file("c.csv", "4,four"), written);
        assertThat(run(third.position()).ids())
                .as("a file that was gone in between")
                .containsExactly(4L);
        assertThat(run(second.position()).ids()).as("a file that is the same").containsExactly(6L);
    }

    @Test
    void contract1_aFileThatArrivesLateWithAnOldTimeIsRead() throws Exception {
        file("2026-02.csv", "2,two");
        Run first = run(null);

        Path late = file("2026-01.csv", "1,one");
        Files.setLastModifiedTime(late, FileTime.from(Instant.parse("2001-02-03T04:05:06Z")));

        assertThat(run(first.position()).ids()).containsExactly(1L);
    }

    @Test
    void aFolderIsTheSameByWhateverPathItIsNamed() throws Exception {
        file("a.csv", "1,one");
        Run first = run(null);
        Options byGlob = FileRuns.source(folder().resolve("../in/*.csv"), Map.of());
        CatalogStream stream = FileRuns.discover(byGlob).getFirst();

        SplitPlan plan = new LocalFileSource()
                .planSplits(new ReadRequest(
                        byGlob, stream, stream.schema(), 2, FileRuns.BATCHES, 1 << 24, since(first.position())));

        assertThat(plan.notes()).anyMatch(note -> note.contains("0 of 1 files"));
    }

    @Test
    void contract10_runsIntoAFolderAddWhatIsNewAndKeepTheirStateWithIt() throws Exception {
        Path lake = temporary.resolve("lake");
        file("a.csv", "1,one", "2,two");
        copy("01JDAAAAAAAAAAAAAAAAAAAAAA", lake);
        file("b.csv", "3,three");
        copy("01JDBBBBBBBBBBBBBBBBBBBBBB", lake);
        Files.delete(folder().resolve("a.csv"));
        List<String> before = new LocalStorage().names(lake.resolve("people").toString());

        copy("01JDCCCCCCCCCCCCCCCCCCCCCC", lake);

        assertThat(new LocalStorage().names(lake.resolve("people").toString())).isEqualTo(before);
        assertThat(FileRuns.rows(lake.resolve("people")))
                .containsExactlyInAnyOrder(List.of(1L, "one"), List.of(2L, "two"), List.of(3L, "three"));
        WriteRequest request = append("01JDDDDDDDDDDDDDDDDDDDDDDD", lake);
        assertThat(new LocalFileDestination().states(request).getFirst().runId())
                .isEqualTo("01JDCCCCCCCCCCCCCCCCCCCCCC");
    }

    private static WriteRequest append(String runId, Path lake) {
        return FileRuns.write(runId, lake, Map.of("format", "parquet"), WriteMode.APPEND);
    }

    /** As an engine does: reads on from the state in the destination, and commits the position with the rows. */
    private void copy(String runId, Path lake) throws Exception {
        WriteRequest write = append(runId, lake);
        LocalFileDestination destination = new LocalFileDestination();
        String state = destination.state(write);
        Position last = state.isEmpty() ? null : new Position("", Map.of("files", state));
        ReadRequest read = request(since(last));
        LocalFileSource source = new LocalFileSource();
        try (SplitPlan plan = source.planSplits(read)) {
            WriteHandle handle = destination.begin(write);
            List<CommitToken> tokens = new ArrayList<>();
            for (Split split : plan.splits()) {
                List<RecordBatch> batches = new ArrayList<>();
                source.read(read, split, new BatchOutput(read.schema(), FileRuns.BATCHES) {
                    @Override
                    public void emit(RecordBatch batch) {
                        batches.add(batch);
                    }
                });
                tokens.add(destination.write(
                        new WriteTask(write, handle, split.index(), 1), FileRuns.input(read.schema(), batches)));
            }
            String next = plan.position().orElseThrow().details().get("files");
            destination.commit(write, handle, new Commit(tokens, List.of(), state, next));
        }
    }

    @Test
    void tenThousandFilesMakeAStateOfAQuarterOfAMegabyte() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            file(i % 10 + "/" + i + ".csv", i + ",x");
        }
        Run first = run(null);
        assertThat(first.ids()).hasSize(10_000);
        assertThat(first.position().details().toString()).hasSizeLessThan(250_000);

        file("new.csv", "-1,x");
        assertThat(run(first.position()).ids()).containsExactly(-1L);
    }

    @Test
    void whatGoesByACursorIsRefused() throws Exception {
        file("a.csv", "1,one");
        Field id = Field.of("id", Type.INT64);
        for (Increment increment : List.of(
                new Increment(id, null, "", "", Lookback.NONE, false),
                new Increment(null, null, "5", "", Lookback.NONE, false),
                new Increment(null, null, "", "5", Lookback.NONE, false),
                new Increment(null, null, "", "", Lookback.parse("5"), false))) {
            ReadRequest request = request(increment);
            assertThatThrownBy(() -> new LocalFileSource().planSplits(request))
                    .isInstanceOfSatisfying(
                            ConnectorException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                    .hasMessageContaining("leave cursor_field out");
        }
    }

    @Test
    void aStateOfSomethingElseIsRefused() throws Exception {
        file("a.csv", "1,one");
        for (Position other : List.of(Position.of("7"), new Position("", Map.of("files", "A")))) {
            assertThatThrownBy(() -> run(other))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("sluice state reset");
        }
    }

    private String fingerprint(Map<String, ?> options, int parallelism) {
        Options read = FileRuns.source(folder(), options);
        CatalogStream stream = FileRuns.discover(read).getFirst();
        return new LocalFileSource()
                .planSplits(new ReadRequest(read, stream, stream.schema(), parallelism, FileRuns.BATCHES, 1 << 24))
                .fingerprint();
    }

    @Test
    void aPlanHasTheSameFingerprintAsLongAsItsSplitsHoldTheSameRows() throws Exception {
        file("a.csv", "1,one");
        Path b = file("b.csv", "2,two");
        String first = fingerprint(Map.of(), 2);
        FileTime written = Files.getLastModifiedTime(b);

        assertThat(first).isNotEmpty().isEqualTo(fingerprint(Map.of(), 2));
        assertThat(fingerprint(Map.of("null_text", List.of("one")), 2)).isNotEqualTo(first);
        assertThat(fingerprint(Map.of("column_types", Map.of("id", "string")), 2))
                .isNotEqualTo(first);
        Files.setLastModifiedTime(b, FileTime.from(written.toInstant().plusSeconds(1)));
        assertThat(fingerprint(Map.of(), 2)).as("another version").isNotEqualTo(first);
        Files.setLastModifiedTime(b, written);
        assertThat(fingerprint(Map.of(), 2)).isEqualTo(first);
        file("c.csv", "3,three");
        assertThat(fingerprint(Map.of(), 2)).as("another file").isNotEqualTo(first);
    }

    @Test
    void standardInputHasNoFingerprintAndIsNotReadIncrementally() throws Exception {
        Path text = file("a.csv", "1,one");
        try (var channel = Files.newByteChannel(text)) {
            LocalFileSource source = new LocalFileSource(new LocalStorage(new StandardInput(channel)));
            Options options = Options.of(source.spec().options(), Map.of("file_path", "-", "format", "csv"));
            CatalogStream stream = source.discoverSchema(dev.sluice.spi.DiscoverRequest.of(options))
                    .streams()
                    .getFirst();
            ReadRequest all = new ReadRequest(options, stream, stream.schema(), 2, FileRuns.BATCHES, 1 << 24);
            assertThat(source.planSplits(all).fingerprint()).isEmpty();

            ReadRequest increment =
                    new ReadRequest(options, stream, stream.schema(), 2, FileRuns.BATCHES, 1 << 24, since(null));
            assertThatThrownBy(() -> source.planSplits(increment))
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("full_refresh");
        }
    }
}
