package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlReadTest {
    @TempDir
    Path folder;

    @Test
    void aMissingKeyIsNull() throws Exception {
        Path file = JsonFiles.file(folder, "{\"a\":1,\"b\":\"x\"}\n{\"b\":null}\n{\"b\":\"\",\"a\":3}\n{}\n");

        assertThat(JsonFiles.rows(file))
                .containsExactly(
                        List.of(1L, "x"), Arrays.asList(null, null), List.of(3L, ""), Arrays.asList(null, null));
    }

    @Test
    void valuesKeepTheirDigitsAndTheirText() throws Exception {
        Path file = JsonFiles.file(folder, """
            {"price": 10.50, "big": 12345678901234567890, "day": "2024-02-29", "free": [1, {"a": "x"}]}
            {"price": 0.05, "big": 1, "day": "0001-01-01", "free": {"k": 1.10}}
            """);

        assertThat(JsonFiles.rows(file))
                .containsExactly(
                        List.of(
                                new BigDecimal("10.50"),
                                new BigDecimal("12345678901234567890"),
                                LocalDate.of(2024, 2, 29),
                                "[1, {\"a\": \"x\"}]"),
                        List.of(new BigDecimal("0.05"), BigDecimal.ONE, LocalDate.of(1, 1, 1), "{\"k\": 1.10}"));
    }

    @Test
    void exponentsCostNoDigitOfTheirColumn() throws Exception {
        Path file = JsonFiles.file(folder, """
            {"id": 9007199254740993, "deep": [{"x": 1e2}], "tiny": 1e-400, "huge": 1e99999, "float": 1e-7}
            {"id": 1.5e3, "deep": [{"x": 0.12345678901234567890123}], "tiny": 2, "huge": 1.50, "float": 0.1}
            """);

        String tiny = "0." + "0".repeat(399) + "1";
        assertThat(JsonFiles.rows(file))
                .containsExactly(
                        List.of(
                                new BigDecimal("9007199254740993"),
                                List.of(Map.of("x", new BigDecimal("100.00000000000000000000000"))),
                                tiny,
                                "1e99999",
                                1e-7),
                        List.of(
                                new BigDecimal("1500"),
                                List.of(Map.of("x", new BigDecimal("0.12345678901234567890123"))),
                                "2",
                                "1.50",
                                0.1));
    }

    @Test
    void escapesBecomeTheCharactersTheyStandFor() throws Exception {
        Path file = JsonFiles.file(
                folder,
                "{\"t\":\"\\u00e9\\n\\t\\\\ \\\" \\/ \\ud83d\\ude00 \\u0000 é 😀 and a long plain tail of text\"}\r\n");

        assertThat(JsonFiles.rows(file))
                .containsExactly(List.of("é\n\t\\ \" / 😀 \u0000 é 😀 and a long plain tail of text"));
    }

    @Test
    void aByteOrderMarkBlankLinesAndAMissingLastLineFeedAreNoRows() throws Exception {
        Path file = JsonFiles.file(folder, "\uFEFF{\"a\":1}\r\n\r\n   \n{\"a\":2}");

        assertThat(JsonFiles.rows(file)).containsExactly(List.of(1L), List.of(2L));
    }

    @Test
    void aKeyWithQuotesIsMatchedByItsMeaning() throws Exception {
        Path file = JsonFiles.file(folder, "{\"a\\\"b\":1,\"\\u0063\":2}\n{\"a\\u0022b\":3,\"c\":4}\n");

        assertThat(JsonFiles.schema(file, Map.of()).names()).containsExactly("a\"b", "c");
        assertThat(JsonFiles.rows(file)).containsExactly(List.of(1L, 2L), List.of(3L, 4L));
    }

    @Test
    void contract04SplitsCoverEveryLineOnceWhateverTheirSize() throws Exception {
        Random random = new Random(42);
        for (int round = 0; round < 60; round++) {
            List<List<Object>> expected = new ArrayList<>();
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            int lines = random.nextInt(40);
            for (int i = 0; i < lines; i++) {
                String value = "é\\\"".repeat(random.nextInt(random.nextInt(5) == 0 ? 400 : 8));
                String line = "{\"i\":" + i + ",\"t\":\"" + value + "\"}" + (random.nextBoolean() ? "\r\n" : "\n")
                        + (random.nextInt(4) == 0 ? "\n" : "");
                text.writeBytes(line.getBytes(StandardCharsets.UTF_8));
                expected.add(List.of((long) i, value.replace("\\\"", "\"")));
            }
            byte[] bytes = text.toByteArray();
            boolean cutEnd = bytes.length > 0 && bytes[bytes.length - 1] == '\n' && random.nextBoolean();
            Path file = JsonFiles.file(folder, cutEnd ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
            Schema schema = Schema.of(Field.of("i", Type.INT64), Field.of("t", Type.STRING));

            for (int target : new int[] {1, 2, 3, 7, 20, 100, 1000, 1 + random.nextInt(500)}) {
                assertThat(JsonFiles.rows(file, schema, target))
                        .as("round %d, %d bytes", round, target)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void aLineLargerThanAnyBufferIsRead() throws Exception {
        String large = "x".repeat(5_000_000);
        Path file = JsonFiles.file(folder, "{\"a\":\"s\"}\n{\"a\":\"" + large + "\"}\n{\"a\":\"e\"}\n");
        Schema schema = Schema.of(Field.of("a", Type.STRING));

        assertThat(JsonFiles.rows(file, schema, 1 << 20)).containsExactly(List.of("s"), List.of(large), List.of("e"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\":1} x | the end of the line after the object is expected",
                "{\"a\":1,\"a\":2} | the key 'a' comes twice",
                "{\"a\":01} | a value is expected|",
                "{\"a\":1.} | a value is expected",
                "{\"a\":+1} | a value is expected",
                "{\"a\":.5} | a value is expected",
                "{\"a\":1e} | a value is expected",
                "{\"a\":NaN} | a value is expected",
                "{\"a\":tru} | a value is expected",
                "{\"a\":} | a value is expected",
                "{\"a\":1,} | a key in quotes is expected",
                "{a:1} | a key in quotes is expected",
                "{'a':1} | a key in quotes is expected",
                "{\"a\" 1} | ':' is expected",
                "{\"a\":[1 2]} | ',' or ']' is expected",
                "{\"a\":\"x | the line ends within a string",
                "{\"a\":1 | the line ends where ',' or '}' is expected",
                "{\"a\":\"\\x\"} | a backslash must be followed by",
                "{\"a\":\"\\ud800\"} | half of a surrogate pair",
                "{\"a\":\"\\udc00\"} | half of a surrogate pair",
                "{\"a\":\"\\u12g4\"} | four hexadecimal digits",
                "[1] | an object, such as",
                "12 | an object, such as",
                "null | an object, such as",
            })
    void brokenLinesAreRefusedWithTheirPlace(String line, String message) throws Exception {
        Path file = JsonFiles.file(folder, "{\"a\":1}\n" + line.strip() + "\n{\"a\":2}\n");

        assertThatThrownBy(() -> JsonFiles.schema(file, Map.of()))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageStartingWith("data.jsonl: line 2")
                .hasMessageContaining(message);
        Schema schema = Schema.of(Field.of("a", Type.JSON));
        assertThatThrownBy(() -> JsonFiles.rows(file, schema, 5))
                .isInstanceOf(ConnectorException.class)
                .hasMessageStartingWith("data.jsonl: line 2")
                .hasMessageContaining(message);
    }

    @Test
    void invalidUtf8IsRefused() throws Exception {
        for (String hex : List.of("ff", "c080", "c3", "eda080", "f4908080", "e28228", "80", "f0808080")) {
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            text.writeBytes("{\"a\":1}\n{\"a\":\"".getBytes(StandardCharsets.UTF_8));
            text.writeBytes(java.util.HexFormat.of().parseHex(hex));
            text.writeBytes("\"}\n".getBytes(StandardCharsets.UTF_8));
            Path file = JsonFiles.file(folder, text.toByteArray());

            assertThatThrownBy(() -> JsonFiles.schema(file, Map.of()))
                    .as(hex)
                    .isInstanceOf(ConnectorException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageContaining("UTF-8");
        }
    }

    @Test
    void aJsonArrayIsSaidToBeOne() throws Exception {
        Path file = JsonFiles.file(folder, "[{\"a\":1},\n{\"a\":2}]\n");

        assertThatThrownBy(() -> JsonFiles.rows(file)).hasMessageContaining("this is a JSON array");
    }

    @Test
    void nestingHasALimitAndNotTheStack() throws Exception {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        Path file = JsonFiles.file(folder, "{\"a\":" + deep + "}\n");

        assertThatThrownBy(() -> JsonFiles.schema(file, Map.of())).hasMessageContaining("500 deep");
        assertThatThrownBy(() -> JsonFiles.rows(file, Schema.of(Field.of("a", Type.JSON)), 1 << 20))
                .hasMessageContaining("500 deep");
    }

    @Test
    void anUnknownKeyNamesLineAndKeyAndWhatToDo() throws Exception {
        Path file = JsonFiles.file(folder, "{\"name\":1}\n{\"nmae\":2}\n");

        assertThatThrownBy(() -> JsonFiles.rows(file, Schema.of(Field.of("name", Type.INT64)), 1 << 20))
                .hasMessageContaining("line 2")
                .hasMessageContaining("the key 'nmae'")
                .hasMessageContaining("did you mean 'name'?")
                .hasMessageContaining("infer: all");
    }

    @Test
    void aValueThatDoesNotFitNamesLineColumnAndType() throws Exception {
        Path file = JsonFiles.file(folder, "{\"a\":1}\n{\"a\":2.5}\n");

        assertThatThrownBy(() -> JsonFiles.rows(file, Schema.of(Field.of("a", Type.INT64)), 1 << 20))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessage("data.jsonl: line 2, column 'a' (byte 13): '2.5' is not a value of type int64; set"
                        + " 'infer: all' to look at every record, or declare the column in column_types");
    }

    @Test
    void aHugeExponentIsRefusedAndNotWrittenOut() throws Exception {
        Path file = JsonFiles.file(folder, "{\"a\":1e2}\n{\"a\":1e999999999}\n");

        for (Type type : List.of(new Type.Decimal(38, 2), Type.NUMERIC)) {
            assertThatThrownBy(() -> JsonFiles.rows(file, Schema.of(Field.of("a", type)), 1 << 20))
                    .hasMessageContaining("line 2, column 'a'");
        }
    }
}
