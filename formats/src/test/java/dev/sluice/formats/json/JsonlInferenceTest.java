package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.data.Type;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlInferenceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "1 -5 null | int64",
                "9223372036854775807 | int64",
                "9223372036854775808 1 | decimal(19,0)",
                "10.50 1 | decimal(4,2)",
                "1.5 100 | decimal(4,1)",
                "1e3 1 | float64",
                "1e3 0.1 -2.5E-7 1.7976931348623157E308 4.9E-324 0e999 | float64",
                "9007199254740993 1e3 | decimal(16,0)",
                "1e3 9007199254740993 | decimal(16,0)",
                "0.1234567890123456789e1 | decimal(19,18)",
                "1e2 0.12345678901234567890123 | decimal(26,23)",
                "9007199254740993 1e-00002 | decimal(18,2)",
                "9007199254740993 1e40 | decimal",
                "1e400 -1e-400 | decimal",
                "1 1e401 | string",
                "1e-99999999999999999999 | string",
                "{\"x\":9007199254740993} {\"x\":1e3} | struct<x: decimal(16,0)>",
                "[9007199254740993,1e3] | list<decimal(16,0)>",
                "true false | boolean",
                "null | string",
                "\"00123\" | string",
                "\"12\" \"13\" | string",
                "\"a\" 1 | string",
                "true 1 | string",
                "\"2024-02-29\" null | date",
                "\"2024-02-30\" | string",
                "\"2024-02-29\" \"x\" | string",
                "\"23:59:59\" | time(6)",
                "\"2024-02-29T10:00:00\" \"2024-02-29T10:00:00.123\" | timestamp(6)",
                "\"2024-02-29T10:00:00.123456789\" | timestamp(9)",
                "\"2024-02-29T10:00:00Z\" \"2024-02-29T10:00:00+02:00\" | timestamp_tz(6)",
                "\"2024-02-29T10:00:00Z\" \"2024-02-29T10:00:00\" | string",
                "\"6ba7b810-9dad-11d1-80b4-00c04fd430c8\" | string",
                "\"\" \"2024-02-29\" | string",
                "[1,2] [] [null] | list<int64>",
                "[] | json",
                "{\"x\":1} {\"y\":\"a\"} | struct<x: int64, y: string>",
                "[{\"x\":1.5}] [{\"x\":2}] | list<struct<x: decimal(2,1)>>",
                "{} | json",
                "[1] {\"a\":1} | json",
                "[1] 1 | json",
                "[1,[2]] | json",
                "[[1],[2]] | list<list<int64>>",
                "{\"x\":[1]} {\"x\":{\"y\":1}} | json",
            })
    void aColumnGetsTheTypeThatHoldsEveryValue(String values, String type) throws Exception {
        String lines = "{\"a\":" + values.strip().replace(" ", "}\n{\"a\":") + "}\n";

        assertThat(JsonFiles.schema(JsonFiles.file(folder, lines), Map.of()).type(0))
                .hasToString(type);
    }

    @Test
    void columnsComeInTheOrderOfFirstSight() throws Exception {
        Path file = JsonFiles.file(folder, "{\"b\":1}\n{\"c\":1,\"a\":1,\"b\":1}\n");

        assertThat(JsonFiles.schema(file, Map.of()).names()).containsExactly("b", "c", "a");
    }

    @Test
    void aDeclaredTypeWinsAndMayNameAKeyThatComesLater() throws Exception {
        Path file = JsonFiles.file(folder, "{\"b\":1}\n");

        assertThat(JsonFiles.schema(file, Map.of("column_types", Map.of("b", "decimal(9,2)", "z", "date"))))
                .hasToString("(b: decimal(9,2), z: date)");
    }

    @Test
    void aMistypedTypeIsExplained() throws Exception {
        Path file = JsonFiles.file(folder, "{\"b\":1}\n");

        assertThatThrownBy(() -> JsonFiles.schema(file, Map.of("column_types", Map.of("b", "decimla"))))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("column 'b'")
                .hasMessageContaining("did you mean 'decimal'?");
    }

    @Test
    void aSampleSeesBeginningMiddleAndEndAndAllSeesEverything() throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            String extra =
                    i == 30_000 ? ",\"middle\":1" : i == 59_999 ? ",\"end\":1" : i == 15_000 ? ",\"rare\":1" : "";
            lines.append("{\"id\":1.5,\"text\":\"some text to make the lines long enough\"")
                    .append(extra)
                    .append("}\n");
        }
        Path file = JsonFiles.file(folder, lines.toString());

        assertThat(JsonFiles.schema(file, Map.of()).names()).containsExactly("id", "text", "middle", "end");
        assertThat(JsonFiles.schema(file, Map.of()).type(0)).isEqualTo(new Type.Decimal(18, 1));
        assertThat(JsonFiles.schema(file, Map.of("infer", "all")).names())
                .containsExactly("id", "text", "rare", "middle", "end");
        assertThatThrownBy(() -> JsonFiles.rows(file)).hasMessageContaining("line 15001");
    }

    @Test
    void anEmptyFileHasNoColumns() throws Exception {
        assertThat(JsonFiles.schema(JsonFiles.file(folder, ""), Map.of()).size())
                .isZero();
    }
}
