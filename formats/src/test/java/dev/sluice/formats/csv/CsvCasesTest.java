package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Schema;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The cases of {@code cases.yaml}: a text, and the records that are in it. */
class CsvCasesTest {
    private static final List<Long> RANGES = List.of(Long.MAX_VALUE, 7L, 1L);

    @TempDir
    private Path folder;

    record Case(
            String name,
            String text,
            Map<String, Object> options,
            List<String> columns,
            Map<String, String> types,
            List<List<Object>> rows) {
        @SuppressWarnings("unchecked")
        static Case of(Map<String, Object> yaml) {
            return new Case(
                    (String) yaml.get("case"),
                    (String) yaml.get("text"),
                    (Map<String, Object>) yaml.getOrDefault("options", Map.of()),
                    (List<String>) yaml.get("columns"),
                    (Map<String, String>) yaml.getOrDefault("types", Map.of()),
                    (List<List<Object>>) yaml.get("rows"));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() throws Exception {
        try (InputStream yaml = CsvCasesTest.class.getResourceAsStream("cases.yaml")) {
            List<Map<String, Object>> cases = new YAMLMapper().readValue(yaml, new TypeReference<>() {});
            return cases.stream().map(Case::of);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theRecordsAreThoseThatWereMeant(Case csv) throws Exception {
        Path file = CsvRows.file(folder, csv.text());
        Schema schema = CsvRows.schema(file, csv.options());

        assertThat(schema.names()).isEqualTo(csv.columns());
        assertThat(schema.fields())
                .allSatisfy(field -> assertThat(field.type())
                        .as(field.name())
                        .hasToString(csv.types().getOrDefault(field.name(), "string")));
        for (long range : RANGES) {
            assertThat(texts(CsvRows.read(file, csv.options(), range)))
                    .as("in ranges of %d bytes", range)
                    .isEqualTo(texts(csv.rows()));
        }
    }

    private static List<List<String>> texts(List<List<Object>> rows) {
        return rows.stream()
                .map(row ->
                        row.stream().map(value -> Objects.toString(value, null)).toList())
                .toList();
    }
}
