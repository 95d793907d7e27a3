package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvErrorTest {
    @TempDir
    Path folder;

    private ConnectorException failure(String text) {
        return failure(text, Map.of(), Long.MAX_VALUE);
    }

    private ConnectorException failure(String text, Map<String, ?> options, long targetBytes) {
        return failure(text.getBytes(StandardCharsets.UTF_8), options, targetBytes);
    }

    private ConnectorException failure(byte[] bytes, Map<String, ?> options, long targetBytes) {
        Path path = CsvRows.file(folder, bytes);
        return catchThrowableOfType(ConnectorException.class, () -> CsvRows.read(path, options, targetBytes));
    }

    @Test
    void tooManyFields() {
        ConnectorException failure = failure("a,b\n1,2\n\"x\ny\",2\n1,2,3\n");
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageContainingAll("orders.csv, line 5 (byte 16)", "columns (2)", "byte 19");
    }

    @Test
    void tooFewFields() {
        assertThat(failure("a,b,c\n1,2,3\n1,2\n"))
                .hasMessage("orders.csv, line 3 (byte 12): the record has 2 fields, the file has 3 columns: 'c' is"
                        + " missing; set 'missing_fields: \"null\"' to read NULL there");
    }

    @Test
    void textAfterAClosingQuote() {
        assertThat(failure("a,b\n1,\"x\"y\n")).hasMessageContainingAll("line 2 (byte 9)", "after a closing quote");
    }

    @Test
    void aQuoteThatIsNeverClosed() {
        assertThat(failure("a,b\n1,x\n2,\"y\n3,z\n")).hasMessageContainingAll("line 3 (byte 8)", "never closed");
        assertThat(failure("a,\"b\n1,2\n")).hasMessageContainingAll("orders.csv", "never closed");
    }

    @Test
    void invalidUtf8() {
        byte[] bytes = "a,b\n1,x\n2,\"?\"\n".getBytes(StandardCharsets.UTF_8);
        bytes[11] = (byte) 0xE9;
        ConnectorException failure = failure(bytes, Map.of(), Long.MAX_VALUE);
        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageContainingAll("line 3 (byte 11)", "0xE9", "UTF-8");
    }

    @Test
    void anEmptyFile() {
        assertThat(failure("")).hasMessageContainingAll("orders.csv", "empty", "write it again");
        assertThat(failure("\n\r\n")).hasMessageContaining("empty");
        assertThat(failure("\uFEFF")).hasMessageContaining("empty");
    }

    @Test
    void twoColumnsOfOneName() {
        assertThat(failure("a,b,a\n1,2,3\n")).hasMessageContainingAll("'a'", "header: false");
    }

    @Test
    void aValueThatBreaksTheInferredType() {
        String filler = "1,2\n".repeat(600_000);
        ConnectorException failure = failure("a,b\n" + filler + "1,\"" + "x".repeat(90) + "\"\n" + filler + filler);
        assertThat(failure.code()).isEqualTo(ErrorCode.VALUE_REFUSED);
        assertThat(failure)
                .hasMessage("orders.csv, line 600002 (byte 2400007): column 'b': '" + "x".repeat(80)
                        + "…' is not a value of type int64; set column_types: {\"b\": string} or a type that holds it,"
                        + " or 'infer: all' to go by all values");
    }

    @Test
    void aNumberBeyondTheSampleThatWouldLoseItsLeadingZeros() {
        String filler = "1,2\n".repeat(600_000);
        assertThat(failure("a,b\n" + filler + "1,00123\n" + filler + filler))
                .hasMessageContainingAll(
                        "line 600002 (byte 2400006)", "column 'b': '00123' is not a value of type int64")
                .hasMessageContaining("set column_types: {\"b\": string}");
    }

    @Test
    void anEmptyTextIsNoNumber() {
        Map<String, ?> types = Map.of("column_types", Map.of("b", "int64", "a", "uuid"));
        assertThat(failure("a,b\n,\"\"\n", types, Long.MAX_VALUE)).hasMessageContaining("column 'b': ''");
        assertThat(failure("a,b\n\"\",\n", types, Long.MAX_VALUE)).hasMessageContaining("column 'a': ''");
    }

    @Test
    void aLaterRangeNamesTheLineOfTheWholeFile() {
        String text = "a,b\n" + "1,\"x\ny\"\n".repeat(1000) + "1,2,3\n" + "1,z\n".repeat(1000);
        for (long target : new long[] {50, 1000, 4096, 1 << 20}) {
            assertThat(failure(text, Map.of(), target)).hasMessageContaining("orders.csv, line 2002 (byte 8004)");
        }
    }

    @Test
    void aStrayQuoteIsNoticedWhereTheFileIsCut() {
        String text = "a,b\n" + "1,\"x\ny\"\n".repeat(100) + "1,5\"\n" + "1,\"x\ny\"\n".repeat(100);
        assertThat(failure(text, Map.of(), 300)).hasMessageContainingAll("orders.csv, line", "parallel: false");
        assertThat(failure(text, Map.of("parallel", false), 300)).isNull();
    }

    @Test
    void optionsThatMakeNoSense() {
        assertThat(failure("a,b\n", Map.of("delimiter", ";;"), 1)).hasMessageContaining("delimiter: ';;'");
        assertThat(failure("a,b\n", Map.of("delimiter", "\""), 1)).hasMessageContaining("must differ");
        assertThat(failure("a,b\n", Map.of("encoding", "ebcdic"), 1))
                .hasMessageContainingAll("encoding: 'ebcdic'", "windows-1252");
        assertThat(failure("a,b\n", Map.of("column_types", Map.of("a", "datum")), 1))
                .hasMessageContaining("column_types.a");
        assertThat(failure("a,b\n", Map.of("column_types", Map.of("a", "list<int>")), 1))
                .hasMessageContaining("use json or string");
    }
}
