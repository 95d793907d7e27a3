package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.Split;
import dev.sluice.spi.WriteMode;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of many files: which they are, what columns they have together, how they are split. */
class ManyFilesTest {
    @TempDir
    Path data;

    private Path file(String name, String text) throws Exception {
        Path file = data.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static CatalogStream only(Options options) {
        List<CatalogStream> streams = FileRuns.discover(options);
        assertThat(streams).hasSize(1);
        return streams.getFirst();
    }

    private List<List<Object>> rows(Map<String, ?> options) throws Exception {
        Options source = FileRuns.source(data, options);
        return FileRuns.rows(source, only(source));
    }

    private String columns(Map<String, ?> options) {
        return only(FileRuns.source(data, options)).schema().toString();
    }

    private static void assertFails(ErrorCode code, ThrowingCallable call, String... parts) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContainingAll(parts);
    }

    @Test
    void aListOfFilesIsReadInItsOrderAndEachFileOnce() throws Exception {
        Path b = file("x/b.csv", "a\n2\n");
        Path a = file("x/a.csv", "a\n1\n");
        file("y/c.csv", "a\n3\n");
        file("y/d.csv", "a\n4\n");
        Map<String, Object> config =
                Map.of("file_path", List.of(b.toString(), a.toString(), data + "/x/*.csv", data + "/y/{c,e}.csv"));
        Options options = Options.of(new LocalFileSource().spec().options(), config);

        CatalogStream stream = only(options);

        assertThat(stream.name().toString()).isEqualTo(data.getFileName().toString());
        assertThat(FileRuns.rows(options, stream)).containsExactly(List.of(2L), List.of(1L), List.of(3L));
    }

    @Test
    void aFileOfAListThatIsMissingIsNamed() throws Exception {
        Path a = file("a.csv", "a\n1\n");
        Options options = Options.of(
                new LocalFileSource().spec().options(),
                Map.of("file_path", List.of(a.toString(), data.resolve("b.csv").toString())));

        assertFails(ErrorCode.STREAM_NOT_FOUND, () -> FileRuns.discover(options), "b.csv", "no such file");
    }

    @Test
    void aColumnThatAFileLacksIsNull() throws Exception {
        file("a.csv", "a,b\n1,2\n");
        file("b.csv", "a\n3\n");
        file("c.csv", "c,a\ntrue,4\n");

        assertThat(columns(Map.of())).isEqualTo("(a: int64, b: int64, c: boolean)");
        assertThat(rows(Map.of()))
                .containsExactly(
                        Arrays.asList(1L, 2L, null), Arrays.asList(3L, null, null), Arrays.asList(4L, null, true));
    }

    @Test
    void aColumnThatAParquetFileLacksIsNullAndItsNarrowerTypesAreWidened() throws Exception {
        parquet(
                "a",
                "id,amount,share\n1,1.5,0.1\n",
                Map.of("id", "int16", "amount", "decimal(5,1)", "share", "float32"));
        parquet(
                "b",
                "amount,id,share,more\n2.25,9000000000,0.1,x\n",
                Map.of("id", "int64", "amount", "decimal(8,2)", "share", "float64"));
        Options options = FileRuns.source(data.resolve("parquet"), Map.of());

        assertThat(only(options).schema())
                .hasToString("(id: int64, amount: decimal(8,2), share: float64, more: string)");
        assertThat(FileRuns.rows(options, only(options)))
                .containsExactly(
                        Arrays.asList(1L, new BigDecimal("1.50"), (double) 0.1f, null),
                        List.of(9_000_000_000L, new BigDecimal("2.25"), 0.1, "x"));
    }

    /** A Parquet file of what a CSV text says. */
    private void parquet(String name, String csv, Map<String, String> types) throws Exception {
        Path text = file("csv/" + name + ".csv", csv);
        FileRuns.copy(text, Map.of("column_types", types), data.resolve("parquet/" + name + ".parquet"), Map.of());
    }

    @Test
    void filesWithOtherColumnsAreRefusedOnRequest() throws Exception {
        file("a.csv", "a,b\n1,2\n");
        file("b.csv", "b,a\n3,4\n");
        Map<String, Object> same = Map.of("file_schemas", "same");
        assertThat(rows(same)).containsExactly(List.of(1L, 2L), List.of(4L, 3L));

        file("c.csv", "a\n5\n");
        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA, () -> columns(same), "a.csv has a column 'b' and ", "c.csv has none");
        file("c.csv", "a,b\n5,x\n");
        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                () -> columns(same),
                "column 'b' is int64 in",
                "a.csv",
                "string in",
                "c.csv");
    }

    @Test
    void typesOfParquetFilesThatDoNotGoTogetherNameBothFiles() throws Exception {
        parquet("a", "id\n1\n", Map.of());
        parquet("b", "id\nx\n", Map.of());

        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                () -> FileRuns.rows(data.resolve("parquet")),
                "column 'id' is int64 in ",
                "a.parquet and string in ",
                "b.parquet");
    }

    @Test
    void whatOneFileWithAllTheValuesWouldHaveIsTheTypeWhereValuesTellIt() throws Exception {
        file("a.csv", "a,b,c\n1,,007\n");
        file("b.csv", "a,b,c\nx,2,8\n");
        file("j/a.jsonl", "{\"a\":1,\"b\":1.50,\"c\":null}\n");
        file("j/b.jsonl", "{\"a\":true,\"b\":{\"c\":1},\"c\":2}\n");

        assertThat(columns(Map.of("glob_pattern", "*.csv"))).isEqualTo("(a: string, b: int64, c: string)");
        assertThat(rows(Map.of("glob_pattern", "*.csv")))
                .containsExactly(Arrays.asList("1", null, "007"), List.of("x", 2L, "8"));
        assertThat(columns(Map.of("glob_pattern", "j/*"))).isEqualTo("(a: string, b: json, c: int64)");
        assertThat(rows(Map.of("glob_pattern", "j/*")))
                .containsExactly(Arrays.asList("1", "1.50", null), List.of("true", "{\"c\":1}", 2L));
    }

    @Test
    void aTypeMayBeDeclaredForAColumnThatOnlySomeFilesHave() throws Exception {
        file("a.csv", "a,b\n1,2\n");
        file("b.csv", "a\n3\n");

        assertThat(rows(Map.of("column_types", Map.of("b", "string"))))
                .containsExactly(List.of(1L, "2"), Arrays.asList(3L, null));
        assertFails(
                ErrorCode.COLUMN_NOT_FOUND,
                () -> columns(Map.of("column_types", Map.of("amount", "string", "bb", "string"))),
                "column_types names 'amount'");
        file("c.csv", "amount,b\n");
        assertFails(
                ErrorCode.COLUMN_NOT_FOUND,
                () -> columns(Map.of("glob_pattern", "c.csv", "column_types", Map.of("amout", "date"))),
                "'amout'",
                "did you mean 'amount'?");
    }

    @Test
    void foldersOfPartitionsAreColumns() throws Exception {
        file("year=2024/month=01/a.csv", "v\n1\n");
        file("year=2024/month=12/b.csv", "v\n2\n");
        file("year=2025/month=__HIVE_DEFAULT_PARTITION__/c.csv", "v\n3\n");

        assertThat(columns(Map.of())).isEqualTo("(v: int64, year: int64, month: string)");
        assertThat(rows(Map.of()))
                .containsExactly(List.of(1L, 2024L, "01"), List.of(2L, 2024L, "12"), Arrays.asList(3L, 2025L, null));
        assertThat(rows(Map.of("partition_types", Map.of("month", "int32"))))
                .containsExactly(List.of(1L, 2024L, 1), List.of(2L, 2024L, 12), Arrays.asList(3L, 2025L, null));
        assertThat(columns(Map.of("hive_partitioning", false))).isEqualTo("(v: int64)");
    }

    @Test
    void valuesOfFoldersAreDecodedAndTyped() throws Exception {
        file("day=2024-02-29/flag=true/name=a%2Fb%20%C3%A9%3D/x.jsonl", "{\"v\":1}\n");
        file("day=2024-03-01/flag=false/name=%5F_HIVE_DEFAULT_PARTITION__/x.jsonl", "{\"v\":2}\n");

        assertThat(rows(Map.of()))
                .containsExactly(
                        List.of(1L, LocalDate.of(2024, 2, 29), true, "a/b é="),
                        List.of(2L, LocalDate.of(2024, 3, 1), false, "__HIVE_DEFAULT_PARTITION__"));
    }

    @Test
    void foldersThatDisagreeAreNamed() throws Exception {
        file("year=2024/a.csv", "v\n1\n");
        file("month=1/b.csv", "v\n2\n");

        assertFails(ErrorCode.INCOMPATIBLE_SCHEMA, () -> columns(Map.of()), "year=2024/a.csv", "month=1/b.csv");
        assertThat(rows(Map.of("hive_partitioning", "false"))).hasSize(2);
        assertFails(
                ErrorCode.COLUMN_NOT_FOUND,
                () -> columns(Map.of("glob_pattern", "y*/*", "partition_types", Map.of("yaer", "int32"))),
                "did you mean 'year'?");
        assertFails(
                ErrorCode.VALUE_REFUSED,
                () -> rows(Map.of("glob_pattern", "y*/*", "partition_types", Map.of("year", "date"))),
                "year=2024/a.csv: '2024'");
    }

    @Test
    void aColumnInTheFilesIsNotReadFromTheirFolders() throws Exception {
        file("year=2024/a.csv", "v,year\n1,1999\n");

        assertThat(rows(Map.of())).containsExactly(List.of(1L, 1999L));
        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                () -> columns(Map.of("hive_partitioning", true)),
                "'year' is in files and in their folders' names");
    }

    @Test
    void hivePartitioningCanBeDemanded() throws Exception {
        file("a.csv", "v\n1\n");

        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                () -> columns(Map.of("hive_partitioning", "true")),
                "a.csv",
                "key=value");
    }

    @Test
    void theFileItsTimeAndTheRowsNumberAreColumnsOnRequest() throws Exception {
        Path a = file("a.csv", "v\n7\n8\n");
        Path b = file("b.csv", "v\n9\n");
        Instant time = Instant.parse("2024-05-06T07:08:09.123456Z");
        Files.setLastModifiedTime(a, FileTime.from(time));
        Files.setLastModifiedTime(b, FileTime.from(time));

        assertThat(rows(Map.of("file_name_column", "_file", "file_time_column", "_time", "row_number_column", "_row")))
                .containsExactly(
                        List.of(7L, a.toString(), time, 1L),
                        List.of(8L, a.toString(), time, 2L),
                        List.of(9L, b.toString(), time, 1L));
        assertFails(
                ErrorCode.INVALID_CONFIGURATION,
                () -> columns(Map.of("row_number_column", "v")),
                "row_number_column",
                "a column 'v' already");
    }

    @Test
    void rowsAreNumberedThroughALargeFile() throws Exception {
        StringBuilder text = new StringBuilder("v,padding\n");
        for (int i = 1; i <= 200_000; i++) {
            text.append(i).append(",a text that makes the file larger than one split is otherwise\n");
        }
        file("large.csv", text.toString());
        Map<String, Object> numbered = Map.of("row_number_column", "n");

        assertThat(FileRuns.splits(FileRuns.source(data, Map.of()), only(FileRuns.source(data, Map.of()))))
                .hasSizeGreaterThan(1);
        assertThat(rows(numbered))
                .hasSize(200_000)
                .allSatisfy(row -> assertThat(row.get(2)).isEqualTo(row.get(0)));
    }

    @Test
    void smallFilesShareSplits() throws Exception {
        for (int i = 0; i < 500; i++) {
            file(String.format("%03d.csv", i), "v\n" + i + "\n");
        }
        Options options = FileRuns.source(data, Map.of());
        CatalogStream stream = only(options);
        List<Split> splits = FileRuns.splits(options, stream);

        assertThat(splits).hasSizeBetween(2, 8);
        assertThat(splits.getFirst().description()).startsWith("000.csv to ").endsWith(" files)");
        List<List<Object>> rows = FileRuns.rows(options, stream);
        assertThat(rows).hasSize(500);
        assertThat(rows.get(499)).isEqualTo(List.of(499L));
    }

    @Test
    void aFileThatGotAnotherColumnSinceThePlanIsAnError() throws Exception {
        Path file = file("a.csv", "v\n1\n");
        Options options = FileRuns.source(data, Map.of());
        CatalogStream stream = only(options);
        Files.writeString(file, "v,w\n1,2\n");
        Options again = FileRuns.source(data, Map.of());

        assertFails(
                ErrorCode.INCOMPATIBLE_SCHEMA,
                () -> FileRuns.read(
                        again, stream, FileRuns.splits(again, stream).getFirst(), new ArrayList<>()),
                "a.csv",
                "'w'",
                "no such column");
    }

    @Test
    void foldersOfOtherToolsAreNotData() throws Exception {
        file("a.csv", "v\n1\n");
        file("_temporary/0/b.csv", "v\n2\n");
        file(".cache/c.csv", "v\n3\n");

        assertThat(rows(Map.of())).containsExactly(List.of(1L));
    }

    @Test
    void whatOneRunWroteIsReadByItsManifestAlone() throws Exception {
        FileRuns.run(
                new LocalFileDestination(),
                FileRuns.write("01JDAAAAAAAAAAAAAAAAAAAAAA", data, Map.of("format", "csv"), WriteMode.OVERWRITE),
                30);
        file("people/stray.csv", "id,name\n1,x\n");

        assertThat(FileRuns.rows(data.resolve("people"))).hasSize(30);
    }
}
