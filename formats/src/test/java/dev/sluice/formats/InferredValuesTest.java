package dev.sluice.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.csv.CsvFormat;
import dev.sluice.formats.json.JsonFormat;
import dev.sluice.formats.json.JsonlFormat;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values that a sample of the file didn't show. */
class InferredValuesTest {
    private static final FormatRows CSV = new FormatRows(new CsvFormat());
    private static final FormatRows JSONL = new FormatRows(new JsonlFormat());
    private static final FormatRows JSON = new FormatRows(new JsonFormat());

    private static Schema schema(String type) {
        return Schema.of(Field.of("a", Type.parse(type)), Field.of("b", Type.STRING));
    }

    /** Reads a file with the columns that a sample of it would have. */
    private static Object read(FormatRows rows, String content, String type, Map<String, ?> options) throws Exception {
        Schema schema = schema(type);
        return rows.rows(rows.file(content), options, Long.MAX_VALUE, schema, schema)
                .getFirst()
                .getFirst();
    }

    private static Object readCsv(String value, String type, Map<String, ?> options) throws Exception {
        return read(CSV, "a;b\n" + value + ";x\n", type, options);
    }

    private static Object readJsonl(String value, String type, Map<String, ?> options) throws Exception {
        return read(JSONL, "{\"a\":" + value + "}\n", type, options);
    }

    @ParameterizedTest
    @CsvSource({
        "int64, 00123",
        "int64, -007",
        "int64, 00000000000000123",
        "'decimal(18,2)', 01.50",
        "'decimal(18,2)', -00.5",
        "'decimal(38,2)', 01.50",
        "decimal, 00123",
        "decimal, +123",
        "float64, 01.5",
        "float64, +1.5",
        "float64, 9007199254740993",
        "float64, 123456789.123456789123",
        "float64, 1e-400",
        "float64, 1e400",
    })
    void aNumberThatInferenceWouldNotHaveTakenIsRefusedInCsv(String type, String value) {
        assertThatThrownBy(() -> readCsv(value, type, Map.of()))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageStartingWith("data.csv, line 2 (byte 4): column 'a': '" + value + "' is not a value of type "
                        + type + "; set column_types: {\"a\": string}")
                .hasMessageContaining("'infer: all'");
        assertThatThrownBy(() -> readCsv(value.replace('.', ','), type, Map.of("decimal_separator", ",")))
                .hasMessageContaining("column 'a'");
    }

    @ParameterizedTest
    @CsvSource({
        "int64, 0, 0",
        "int64, -5, -5",
        "int64, 10203, 10203",
        "'decimal(18,2)', 0.50, 0.50",
        "'decimal(18,2)', -0.5, -0.50",
        "'decimal(18,2)', .5, 0.50",
        "'decimal(18,2)', 0, 0.00",
        "'decimal(38,2)', 0.50, 0.50",
        "decimal, 0.5, 0.5",
        "float64, 0, 0.0",
        "float64, -0.0e5, -0.0",
        "float64, 9007199254740992, 9.007199254740992E15",
        "float64, 0.1000000000000000000000, 0.1",
        "float64, -1.7976931348623157e308, -1.7976931348623157E308",
        "float64, NaN, NaN",
        "float64, -Infinity, -Infinity",
    })
    void numbersThatInferenceTakesAreRead(String type, String value, String read) throws Exception {
        assertThat(readCsv(value, type, Map.of())).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource({
        "int64, 00123, 123",
        "'decimal(18,2)', 01.5, 1.50",
        "'decimal(38,2)', 01.5, 1.50",
        "decimal, 00123, 123",
        "float64, 01.5, 1.5",
        "float64, 9007199254740993, 9.007199254740992E15",
        "float64, 1e-400, 0.0",
    })
    void aDeclaredTypeTakesNumbersInAnySpelling(String type, String value, String read) throws Exception {
        Map<String, ?> declared = Map.of("column_types", Map.of("a", type));
        assertThat(readCsv(value, type, declared)).hasToString(read);
        String json = value.startsWith("0") ? "\"" + value + "\"" : value;
        assertThat(readJsonl(json, type, declared)).hasToString(read);
    }

    @ParameterizedTest
    @CsvSource({
        "int64, \"00123\"",
        "'decimal(18,2)', \"01.5\"",
        "float64, 9007199254740993",
        "float64, 123456789.123456789123",
        "float64, 1e-400",
        "float64, -1e400",
        "float64, \"+1\"",
        "list<float64>, '[1,9007199254740993]'",
        "struct<x: float64>, {\"x\":9007199254740993}",
        "list<struct<x: float64>>, [{\"x\":1e-400}]",
    })
    void aNumberThatInferenceWouldNotHaveTakenIsRefusedInJson(String type, String value) {
        assertThatThrownBy(() -> readJsonl(value, type, Map.of()))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageStartingWith("data.jsonl: line 1, column 'a' (byte ")
                .hasMessageContaining("is not a value of type")
                .hasMessageContaining("set 'infer: all' to look at every record, or declare the column");
        assertThatThrownBy(() -> read(JSON, "[{\"a\":" + value + "}]", type, Map.of()))
                .hasMessageContaining("column 'a'");
    }

    @Test
    void jsonNumbersThatInferenceTakesAreRead() throws Exception {
        assertThat(readJsonl("0", "int64", Map.of())).isEqualTo(0L);
        assertThat(readJsonl("-0.5", "decimal(18,2)", Map.of())).hasToString("-0.50");
        assertThat(readJsonl("5e-1", "decimal(18,2)", Map.of())).hasToString("0.50");
        assertThat(readJsonl("[0,-2.5E-7,\"NaN\",9007199254740992]", "list<float64>", Map.of()))
                .isEqualTo(List.of(0.0, -2.5e-7, Double.NaN, 9007199254740992.0));
    }
}
