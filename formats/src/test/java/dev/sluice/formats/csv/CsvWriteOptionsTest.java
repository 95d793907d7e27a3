package dev.sluice.formats.csv;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvWriteOptionsTest {
    private static final Schema SCHEMA =
            Schema.of(Field.of("id", Type.INT64), Field.of("text", Type.STRING), Field.of("day", Type.DATE));
    private static final RecordBatch ROWS = CsvRows.batch(
            SCHEMA,
            List.of(
                    asList(1L, "a \"b\" \\ c", LocalDate.of(2024, 1, 2)),
                    asList(null, "", null),
                    asList(-3L, null, null)));

    @TempDir
    Path folder;

    private String written(Map<String, ?> options) throws Exception {
        return written(options, false);
    }

    private String written(Map<String, ?> options, boolean continuation) throws Exception {
        Path path = folder.resolve("out.csv");
        CsvRows.write(path, options, continuation, ROWS);
        return Files.readString(path);
    }

    @Test
    void nothingSaidMeansRfc4180WithNullAsAnEmptyField() throws Exception {
        assertThat(written(Map.of())).isEqualTo("""
            id,text,day
            1,"a ""b"" \\ c",2024-01-02
            ,"",
            -3,,
            """);
    }

    @Test
    void allFieldsButNullMayBeQuoted() throws Exception {
        assertThat(written(Map.of("quoting", "all"))).isEqualTo("""
            "id","text","day"
            "1","a ""b"" \\ c","2024-01-02"
            ,"",
            "-3",,
            """);
    }

    @Test
    void anEscapeStandsBeforeQuotesAndItself() throws Exception {
        assertThat(written(Map.of("escape", "\\", "header", false, "null_text", "\\N")))
                .isEqualTo("""
                    1,"a \\"b\\" \\\\ c",2024-01-02
                    \\N,"",\\N
                    -3,\\N,\\N
                    """);
    }

    @Test
    void aNumberOrDateThatIsSpeltLikeNullIsQuoted() throws Exception {
        assertThat(written(Map.of("null_text", "-3", "header", false))).isEqualTo("""
            1,"a ""b"" \\ c",2024-01-02
            -3,"",-3
            "-3",-3,-3
            """);
        assertThat(written(Map.of("null_text", "2024-01-02", "header", false)))
                .startsWith("1,\"a \"\"b\"\" \\ c\",\"2024-01-02\"\n");
    }

    @Test
    void everyFieldIsInItsRowHoweverLongTheOthersAre() throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        for (int row = 0; row < 5000; row++) {
            String text =
                    "t".repeat(row % 97) + (row % 5 == 0 ? ",\"" : "") + (row == 2500 ? "long".repeat(200_000) : "");
            LocalDate day = LocalDate.of(row % 11 == 0 ? 12_345 : 1990 + row % 20, 1, 1 + row % 28);
            Long id = row % 7 == 0 ? null : (long) row * row * row - 1_000_000;
            rows.add(asList(id, row % 3 == 0 ? null : text, day));
            String field = text.isEmpty() || row % 5 == 0 ? '"' + text.replace("\"", "\"\"") + '"' : text;
            expected.append(id == null ? "" : id).append(',');
            expected.append(row % 3 == 0 ? "" : field).append(',').append(day).append("\r\n");
        }
        Path path = folder.resolve("long.csv");
        CsvRows.write(path, Map.of("header", false, "line_ending", "crlf"), false, CsvRows.batch(SCHEMA, rows));
        assertThat(Files.readString(path)).isEqualTo(expected.toString());
    }

    @Test
    void aByteOrderMarkStartsTheFileOnRequestAndNoContinuation() throws Exception {
        Map<String, ?> options = Map.of("encoding", "UTF-8-BOM", "delimiter", ";", "line_ending", "crlf");
        assertThat(written(options)).startsWith("\uFEFFid;text;day\r\n1;");
        assertThat(written(options, true)).startsWith("1;");
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        assertRefused(Map.of("encoding", "windows-1252"), "what can: utf-8, utf-8-bom");
        assertRefused(Map.of("quote", ""), "without a quote");
        assertRefused(Map.of("delimiter", "-"), "occurs in numbers");
        assertRefused(Map.of("delimiter", "\\", "escape", "\\"), "must differ");
        assertRefused(Map.of("quoting", "some"), "must be one of needed, all");
    }

    private void assertRefused(Map<String, ?> options, String message) {
        assertThatThrownBy(() -> written(options))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining(message);
    }
}
