package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.DiscoverRequest;
import dev.sluice.spi.Option;
import dev.sluice.spi.ReadBack;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written, by whatever options, is read back as it was sent. */
class ReadBackTest {
    private static final Schema SCHEMA = Schema.of(
            Field.of("id", Type.INT32),
            Field.of("text", Type.STRING),
            Field.of("amount", new Type.Decimal(9, 2)),
            Field.of("day", Type.DATE),
            Field.of("at", new Type.Timestamp(6)),
            Field.of("good", Type.BOOLEAN));

    /** Texts that one dialect or another takes for something else. */
    private static final List<String> TEXTS = Arrays.asList(
            "",
            null,
            "NULL",
            "null",
            "N",
            "007",
            "a,b",
            "a;b",
            "a|b",
            "a\tb",
            "it's",
            "say \"hi\"",
            "back\\slash",
            "~x~",
            "two\nlines",
            "two\r\nlines",
            "re\rturn",
            " padded ",
            "Æ€",
            "true",
            "2024-01-02",
            "text");

    private static final Map<String, List<Object>> VALUES = Map.ofEntries(
            Map.entry("delimiter", List.of(";", "tab", "|", "~")),
            Map.entry("quote", List.of("'", "~")),
            Map.entry("escape", List.of("\\", "\"", "~")),
            Map.entry("quoting", List.of("needed", "all")),
            Map.entry("header", List.of(true, false)),
            Map.entry("encoding", List.of("utf-8", "utf-8-bom", "UTF-8-BOM")),
            Map.entry("null_text", List.of("", "NULL", "N", "~x~")),
            Map.entry("line_ending", List.of("lf", "crlf", "cr")),
            Map.entry("compression_level", List.of(1)),
            Map.entry("row_group_size", List.of("64k")));

    private final LocalFileDestination destination = new LocalFileDestination();
    private int runs;

    @TempDir
    Path temporary;

    private record Case(FileFormat format, Map<String, Object> options) {
        @Override
        public String toString() {
            return format.name() + " " + options;
        }
    }

    /** Every value of every option by which a format writes, by itself. */
    static Stream<Case> eachOption() {
        return FileFormats.all().stream()
                .flatMap(format -> Stream.concat(
                        Stream.of(new Case(format, Map.of())),
                        format.writeOptions().stream().flatMap(option -> cases(format, option))));
    }

    private static Stream<Case> cases(FileFormat format, Option<?> option) {
        if (option.key().equals("compression")) {
            return format.compressions().stream()
                    .map(compression -> new Case(format, Map.of(option.key(), Option.spelling(compression))));
        }
        Map<String, Object> leveled =
                option.key().equals("compression_level") ? Map.of("compression", "zstd") : Map.of();
        assertThat(VALUES).as("values to try").containsKey(option.key());
        return VALUES.get(option.key()).stream().map(value -> {
            Map<String, Object> options = new HashMap<>(leveled);
            options.put(option.key(), value);
            return new Case(format, options);
        });
    }

    @ParameterizedTest
    @MethodSource("eachOption")
    void eachOptionOfAFolderReadsBackWhatItWrote(Case written) throws Exception {
        Map<String, Object> options = new HashMap<>(written.options());
        options.put("format", written.format().name());
        assertReadsBack(temporary, options);
    }

    @ParameterizedTest
    @MethodSource("eachOption")
    void eachOptionOfOneFileReadsBackWhatItWrote(Case written) throws Exception {
        // the name doesn't tell the compression, and the folder's is that of a partition
        Path folder = temporary.resolve("day=2024-01-01");
        assertReadsBack(folder.resolve("out." + written.format().extensions().getFirst()), written.options());
    }

    @Test
    void allOptionsOfTextAtOnceReadBackWhatTheyWrote() throws Exception {
        Map<String, Object> options = Map.of(
                "format",
                "csv",
                "delimiter",
                ";",
                "quote",
                "'",
                "escape",
                "~",
                "header",
                false,
                "encoding",
                "utf-8-bom",
                "null_text",
                "NULL",
                "line_ending",
                "cr",
                "compression",
                "gzip");
        assertReadsBack(temporary, options);
        assertReadsBack(temporary.resolve("out.csv"), options);
    }

    @Test
    void partitionsReadBackWithTheTypesThatWereWritten() throws Exception {
        for (FileFormat format : FileFormats.all()) {
            for (String column : List.of("text", "amount", "day", "at", "good", "id")) {
                assertReadsBack(
                        temporary.resolve(column + "." + "in"),
                        Map.of("format", format.name(), "partition_by", List.of(column), "max_file_rows", 3));
            }
        }
        assertReadsBack(
                temporary.resolve("bare"),
                Map.of("format", "csv", "header", false, "partition_by", List.of("text"), "max_file_size", "1k"));
    }

    private void assertReadsBack(Path place, Map<String, Object> options) throws Exception {
        Map<String, Object> config = new HashMap<>(options);
        config.put("overwrite", true);
        WriteRequest request = FileRuns.write("01JD%022d".formatted(++runs), place, config, WriteMode.OVERWRITE)
                .withSchema(SCHEMA);
        List<List<Object>> rows = rows();
        write(request, rows);

        ReadBack way = destination.readBack(request).orElseThrow();

        CatalogStream stream = new LocalFileSource()
                .discoverSchema(DiscoverRequest.of(way.options()))
                .streams()
                .getFirst();
        List<Integer> positions = new ArrayList<>();
        for (Field field : SCHEMA.fields()) {
            String name = way.columns().getOrDefault(field.name(), field.name());
            int position = stream.schema().indexOf(name).orElseThrow();
            assertThat(stream.schema().type(position)).as(name).isEqualTo(field.type());
            positions.add(position);
        }
        assertThat(FileRuns.rows(way.options(), stream).stream()
                        .map(row -> positions.stream().map(row::get).toList())
                        .map(List::toString))
                .containsExactlyInAnyOrderElementsOf(
                        rows.stream().map(List::toString).toList());
    }

    private void write(WriteRequest request, List<List<Object>> rows) throws Exception {
        BatchBuilder batch = new BatchBuilder(SCHEMA, rows.size());
        for (List<Object> row : rows) {
            for (int i = 0; i < SCHEMA.size(); i++) {
                Values.append(SCHEMA.type(i), batch.column(i), row.get(i));
            }
        }
        WriteHandle handle = destination.begin(request);
        CommitToken token =
                destination.write(new WriteTask(request, handle, 0, 1), FileRuns.input(SCHEMA, List.of(batch.build())));
        destination.commit(request, handle, new Commit(List.of(token), ""));
    }

    private static List<List<Object>> rows() {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < TEXTS.size(); i++) {
            boolean isNull = i % 5 == 4;
            rows.add(Arrays.asList(
                    i,
                    TEXTS.get(i),
                    isNull ? null : new java.math.BigDecimal("1234567.89").subtract(java.math.BigDecimal.valueOf(i)),
                    isNull ? null : java.time.LocalDate.of(2024, 1, 1 + i),
                    isNull ? null : java.time.LocalDateTime.of(2024, 1, 1 + i, 12, 30, 15, 120_000),
                    isNull ? null : i % 2 == 0));
        }
        return rows;
    }
}
