package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.storage.StorageDestination;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Folders of partitions, and files of limited size. */
class PartitionedOutputTest {
    private static final String FIRST = "01JDAAAAAAAAAAAAAAAAAAAAAA";
    private static final String SECOND = "01JDBBBBBBBBBBBBBBBBBBBBBB";
    private static final Schema SCHEMA =
            Schema.of(Field.of("id", Type.INT64), Field.of("day", Type.DATE), Field.of("place", Type.STRING));

    private final StorageDestination destination = new LocalFileDestination();

    @TempDir
    Path base;

    private WriteRequest request(String runId, Map<String, ?> options, WriteMode mode) {
        Map<String, Object> all = new HashMap<>(Map.of("format", "parquet", "partition_by", List.of("day", "place")));
        all.putAll(options);
        return FileRuns.write(runId, base, all, mode).withSchema(SCHEMA);
    }

    /** Each list of rows is a batch, each array of them a split. */
    @SafeVarargs
    private long write(WriteRequest request, List<List<List<Object>>>... splits) throws Exception {
        destination.plan(request);
        WriteHandle handle = destination.begin(request);
        List<CommitToken> tokens = new ArrayList<>();
        for (int split = 0; split < splits.length; split++) {
            tokens.add(stage(request, handle, split, splits[split]));
        }
        return destination.commit(request, handle, new Commit(tokens, "")).rows();
    }

    private CommitToken stage(WriteRequest request, WriteHandle handle, int split, List<List<List<Object>>> batches)
            throws Exception {
        List<RecordBatch> built =
                batches.stream().map(rows -> batch(request.schema(), rows)).toList();
        return destination.write(new WriteTask(request, handle, split, 1), FileRuns.input(request.schema(), built));
    }

    private static RecordBatch batch(Schema schema, List<List<Object>> rows) {
        BatchBuilder builder = new BatchBuilder(schema, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                Values.append(schema.type(i), builder.column(i), row.get(i));
            }
        }
        return builder.build();
    }

    private static List<Object> row(long id, String day, String place) {
        return Arrays.asList(id, day == null ? null : java.time.LocalDate.parse(day), place);
    }

    private List<String> files() throws IOException {
        Path folder = base.resolve("people");
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> !file.equals(folder))
                    .map(file -> folder.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    private List<List<Object>> rows() throws Exception {
        return FileRuns.rows(base.resolve("people"));
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void rowsGoToTheFolderOfTheirPartitionWithoutItsColumns() throws Exception {
        List<Object> a = row(1, "2024-02-29", "Rome");
        List<Object> b = row(2, "2024-03-01", "Oslo");
        List<Object> c = row(3, "2024-02-29", "Rome");
        List<Object> d = row(4, "2024-02-29", "Oslo");

        assertThat(write(request(FIRST, Map.of(), WriteMode.OVERWRITE), List.of(List.of(a, b, c)), List.of(List.of(d))))
                .isEqualTo(4);

        assertThat(files())
                .containsExactly(
                        "_sluice_manifest.json",
                        "day=2024-02-29",
                        "day=2024-02-29/place=Oslo",
                        "day=2024-02-29/place=Oslo/part-00001-00000.parquet",
                        "day=2024-02-29/place=Rome",
                        "day=2024-02-29/place=Rome/part-00000-00000.parquet",
                        "day=2024-03-01",
                        "day=2024-03-01/place=Oslo",
                        "day=2024-03-01/place=Oslo/part-00000-00000.parquet");
        assertThat(rows()).containsExactly(d, a, c, b);
        assertThat(FileRuns.rows(base.resolve("people/day=2024-02-29"))).containsExactly(d, a, c);
        assertThat(duckDb("select id, day, place from read_parquet('" + base + "/people/*/*/*.parquet',"
                        + " hive_partitioning = true) order by id"))
                .containsExactly("1|2024-02-29|Rome", "2|2024-03-01|Oslo", "3|2024-02-29|Rome", "4|2024-02-29|Oslo");
        assertThat(duckDb("select * from read_parquet('" + base + "/people/*/*/*.parquet',"
                        + " hive_partitioning = false) order by id"))
                .containsExactly("1", "2", "3", "4");
    }

    private static List<String> duckDb(String query) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    cells.add(result.getString(i));
                }
                rows.add(String.join("|", cells));
            }
            return rows;
        }
    }

    @Test
    void anyTextAndNullComesBackFromAFoldersName() throws Exception {
        List<String> places = Arrays.asList(
                null,
                "",
                " ",
                "a/b",
                "..",
                ".hidden",
                "_x",
                "k=v",
                "100%",
                "%41",
                "it's \"so\"",
                "Größe€",
                "__HIVE_DEFAULT_PARTITION__",
                "a\nb\tc",
                "[x]{y}*?");
        List<List<Object>> written = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            written.add(row(i, i % 2 == 0 ? null : "2024-01-01", places.get(i)));
        }

        write(request(FIRST, Map.of("format", "csv"), WriteMode.OVERWRITE), List.of(written));

        assertThat(rows()).containsExactlyInAnyOrderElementsOf(written);
    }

    @Test
    void aValueTooLongForAFoldersNameIsRefused() {
        List<List<Object>> rows = List.of(row(1, "2024-01-01", "x".repeat(300)));

        assertFails(
                ErrorCode.VALUE_REFUSED,
                () -> write(request(FIRST, Map.of(), WriteMode.OVERWRITE), List.of(rows)),
                "column 'place'",
                "306 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void moreRandomPartitionsThanFilesCanBeOpenAreWrittenWithoutALotOfFiles(String format) throws Exception {
        int partitions = 60;
        List<List<List<Object>>> batches = new ArrayList<>();
        List<List<Object>> all = new ArrayList<>();
        for (int batch = 0; batch < 8; batch++) {
            List<List<Object>> rows = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                long id = batch * 1000L + i;
                rows.add(row(id, "2024-01-01", "place " + id * 7919 % partitions));
            }
            batches.add(rows);
            all.addAll(rows);
        }

        write(request(FIRST, Map.of("format", format), WriteMode.OVERWRITE), batches);

        assertThat(rows()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(files().stream().filter(name -> name.contains("part-")).count())
                .isEqualTo(partitions);
    }

    @Test
    void partitionsThatComeByTurnsGoOnInFurtherFiles() throws Exception {
        List<List<List<Object>>> batches = new ArrayList<>();
        List<List<Object>> all = new ArrayList<>();
        for (int batch = 0; batch < 60; batch++) {
            List<List<Object>> rows = List.of(row(batch, "2024-01-01", "place " + batch % 10));
            batches.add(rows);
            all.addAll(rows);
        }

        write(request(FIRST, Map.of("format", "csv"), WriteMode.OVERWRITE), batches);

        assertThat(rows()).containsExactlyInAnyOrderElementsOf(all);
        Map<String, Long> files = new TreeMap<>();
        files().stream()
                .filter(name -> name.contains("part-"))
                .forEach(name -> files.merge(name.replaceFirst("/part.*", ""), 1L, Long::sum));
        assertThat(files)
                .hasSize(10)
                .allSatisfy((folder, count) -> assertThat(count).isBetween(1L, 4L));
    }

    @Test
    void filesHaveAsManyRowsAsAllowed() throws Exception {
        Map<String, Object> options = Map.of("format", "jsonl", "max_file_rows", 7);
        WriteRequest request = FileRuns.write(FIRST, base, options, WriteMode.OVERWRITE);

        FileRuns.run(destination, request, 30);

        assertThat(rows()).isEqualTo(FileRuns.expected(0, 30));
        assertThat(files())
                .containsExactly(
                        "_sluice_manifest.json",
                        "part-00000-00000.jsonl",
                        "part-00000-00001.jsonl",
                        "part-00002-00000.jsonl",
                        "part-00002-00001.jsonl",
                        "part-00003-00000.jsonl",
                        "part-00003-00001.jsonl");
        assertThat(Files.readAllLines(base.resolve("people/part-00000-00000.jsonl")))
                .hasSize(7);
        assertThat(Files.readAllLines(base.resolve("people/part-00000-00001.jsonl")))
                .hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void filesHaveAboutTheSizeAllowed(String format) throws Exception {
        Map<String, Object> options = Map.of(
                "format", format, "max_file_size", "1m", "compression", format.equals("csv") ? "none" : "snappy");
        WriteRequest request = FileRuns.write(FIRST, base, options, WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(request);
        Commit commit = new Commit(List.of(FileRuns.stage(destination, request, handle, 0, 0, 400_000)), "");
        destination.commit(request, handle, commit);

        assertThat(rows()).isEqualTo(FileRuns.expected(0, 400_000));
        List<Path> parts = files().stream()
                .filter(name -> name.startsWith("part-"))
                .map(base.resolve("people")::resolve)
                .toList();
        assertThat(parts).hasSizeGreaterThan(2);
        assertThat(parts.subList(0, parts.size() - 1))
                .allSatisfy(part -> assertThat(Files.size(part)).isBetween(700_000L, 1_700_000L));
    }

    @Test
    void whatCanNotBePartitionedIsRefusedBeforeAnyRowMoves() {
        assertFails(
                ErrorCode.COLUMN_NOT_FOUND,
                () -> destination.plan(request(FIRST, Map.of("partition_by", "plaze"), WriteMode.OVERWRITE)),
                "did you mean 'place'?");
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> destination.plan(
                        request(FIRST, Map.of("partition_by", List.of("id", "day", "place")), WriteMode.OVERWRITE)),
                "names all columns");
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> destination.plan(
                        FileRuns.write(FIRST, base.resolve("a.csv"), Map.of("max_file_rows", 5), WriteMode.OVERWRITE)),
                "a.csv: is one file");
        Schema nested = Schema.of(Field.of("id", Type.INT64), Field.of("tags", new Type.ListOf(Type.STRING)));
        assertFails(
                ErrorCode.UNSUPPORTED,
                () -> destination.plan(request(FIRST, Map.of("partition_by", "tags"), WriteMode.OVERWRITE)
                        .withSchema(nested)),
                "column 'tags'");
    }

    @Test
    void overwritingReplacesAllPartitionsAndAppendingKeepsThem() throws Exception {
        List<Object> old = row(1, "2024-01-01", "Rome");
        List<Object> newer = row(2, "2024-01-02", "Rome");
        write(request(FIRST, Map.of(), WriteMode.OVERWRITE), List.of(List.of(old)));
        assertFails(
                ErrorCode.TARGET_EXISTS,
                () -> destination.plan(request(SECOND, Map.of(), WriteMode.OVERWRITE)),
                "the folder holds files");

        write(request(SECOND, Map.of(), WriteMode.APPEND), List.of(List.of(newer)));
        assertThat(rows()).containsExactly(old, newer);

        write(
                request("01JDCCCCCCCCCCCCCCCCCCCCCC", Map.of("overwrite", true), WriteMode.OVERWRITE),
                List.of(List.of(newer)));
        assertThat(rows()).containsExactly(newer);
        assertThat(files()).noneMatch(name -> name.startsWith("day=2024-01-01"));
    }

    @Test
    void anAbortAndARerunLeaveNoTrace() throws Exception {
        List<List<List<Object>>> rows = List.of(List.of(row(1, "2024-01-01", "Rome")));
        WriteRequest aborted = request(FIRST, Map.of(), WriteMode.OVERWRITE);
        WriteHandle handle = destination.begin(aborted);
        stage(aborted, handle, 0, rows);
        destination.abort(aborted, handle);
        assertThat(base.resolve("people")).doesNotExist();

        WriteRequest crashed = request(FIRST, Map.of(), WriteMode.OVERWRITE);
        stage(crashed, destination.begin(crashed), 0, rows);
        write(request(SECOND, Map.of(), WriteMode.OVERWRITE), List.of(List.of(row(2, "2024-01-02", "Oslo"))));
        assertThat(files())
                .hasSize(4)
                .noneMatch(name -> name.contains(".sluice-") || name.startsWith("day=2024-01-01"));
    }

    @Test
    void foreignFilesInPartitionsAreNeverDeleted() throws Exception {
        Path foreign = base.resolve("people/day=2024-01-01/mine.csv");
        Files.createDirectories(foreign.getParent());
        Files.writeString(foreign, "precious");

        assertFails(
                ErrorCode.TARGET_EXISTS,
                () -> destination.plan(request(FIRST, Map.of("overwrite", true), WriteMode.OVERWRITE)),
                "day=2024-01-01/mine.csv");
    }

    @Test
    void thePlanShowsTheFolders() {
        Options options = request(FIRST, Map.of(), WriteMode.OVERWRITE).options();
        assertThat(options.toString()).contains("partition_by");
        assertThat(destination
                        .plan(request(FIRST, Map.of(), WriteMode.OVERWRITE))
                        .statements())
                .singleElement()
                .asString()
                .endsWith("/people/day=*/place=*/part-*.parquet");
    }

    @Test
    void aReadOfOnePartitionKnowsTheManifestAbove() throws Exception {
        write(
                request(FIRST, Map.of("format", "csv"), WriteMode.OVERWRITE),
                List.of(List.of(row(1, "2024-01-01", "Rome"))));
        Path partition = base.resolve("people/day=2024-01-01/place=Rome");
        Files.writeString(partition.resolve("part-stray.csv"), "id\n7\n");
        CatalogStream stream =
                FileRuns.discover(FileRuns.source(partition, Map.of())).getFirst();

        assertThat(FileRuns.rows(FileRuns.source(partition, Map.of()), stream)).hasSize(1);
    }
}
