package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.FormatRows;
import dev.sluice.formats.StoredBytes;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonWriteTest {
    private static final FormatRows JSON = new FormatRows(new JsonFormat());
    private static final Schema SCHEMA = Schema.of(
            Field.of("id", Type.INT64),
            Field.of("text", Type.STRING),
            Field.of("price", new Type.Decimal(12, 2)),
            Field.of("tags", new Type.ListOf(Type.STRING)));

    @TempDir
    Path folder;

    @Test
    void rowsAreObjectsOfOneArray() throws Exception {
        StoredBytes file = JSON.write(SCHEMA, List.of(row(1), Arrays.asList(null, null, null, null)), Map.of());

        assertThat(new String(file.content(), StandardCharsets.UTF_8)).isEqualTo("""
            [
            {"id":1,"text":"line 1\\n\\"},{","price":1.50,"tags":["a","]"]},
            {"id":null,"text":null,"price":null,"tags":null}
            ]
            """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":1", "1 2", "tru", "'x'", "[1,]", "\"a\nb\"", "1}"})
    void aValueOfTypeJsonThatIsNoneEndsTheWrite(String text) {
        Schema schema = Schema.of(Field.of("doc", Type.JSON));

        assertThatThrownBy(() -> JSON.write(schema, List.of(List.of("{}"), List.of(text)), Map.of()))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll("column 'doc'", "is not JSON", "cast the column to string");
    }

    @Test
    void noRowsAreAnEmptyArray() throws Exception {
        assertThat(new String(JSON.write(SCHEMA, List.of(), Map.of()).content(), StandardCharsets.UTF_8))
                .isEqualTo("[\n]\n");
    }

    @Test
    void duckDbReadsWhatIsWritten() throws Exception {
        List<List<Object>> rows =
                IntStream.range(0, 2000).mapToObj(JsonWriteTest::row).toList();
        Path path = Files.write(
                folder.resolve("rows.json"), JSON.write(SCHEMA, rows, Map.of()).content());

        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet result = statement.executeQuery(
                        "select count(*), sum(id), sum(price)::varchar, max(len(tags)), min(text) from read_json('"
                                + path
                                + "', format = 'array', columns = {id: 'bigint', text: 'varchar',"
                                + " price: 'decimal(12,2)', tags: 'varchar[]'})")) {
            result.next();
            assertThat(result.getLong(1)).isEqualTo(2000);
            assertThat(result.getLong(2)).isEqualTo(1999 * 1000);
            assertThat(result.getString(3)).isEqualTo("2000000.00");
            assertThat(result.getInt(4)).isEqualTo(2);
            assertThat(result.getString(5)).isEqualTo("line 0\n\"},{");
        }
    }

    @Test
    void whatDuckDbWritesIsRead() throws Exception {
        Path path = folder.resolve("duck.json");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("copy (select i as id, 'text \"' || i || E'\\n},{' as text, i::decimal(12,2) as price,"
                    + " ['a', ']'] as tags from range(20000) r(i)) to '" + path + "' (format json, array true)");
        }
        StoredBytes file = JSON.file(Files.readAllBytes(path));

        assertThat(JSON.schema(file, Map.of()))
                .hasToString("(id: int64, text: string, price: decimal(6,1), tags: list<string>)");
        List<List<Object>> rows = JSON.rows(file, Map.of(), 100_000);
        assertThat(rows).hasSize(20_000);
        assertThat(rows.getLast().subList(0, 2)).containsExactly(19_999L, "text \"19999\n},{");
    }

    private static List<Object> row(int i) {
        return List.of((long) i, "line " + i + "\n\"},{", i + ".50", List.of("a", "]"));
    }
}
