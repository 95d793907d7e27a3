package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.FormatRows;
import dev.sluice.formats.StoredBytes;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReadTest {
    private static final FormatRows JSON = new FormatRows(new JsonFormat());
    private static final List<List<Object>> ONE_AND_TWO = List.of(List.of(1L, "one"), List.of(2L, "two"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]",
                " \r\n[ { \"id\" : 1 ,\n\t\"name\":\"one\"\n} \n,\r\n {\"name\": \"two\", \"id\": 2} ] \n ",
                "\uFEFF[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]\n",
                "[{\"id\":1,\"name\":\"one\"}][{\"id\":2,\"name\":\"two\"}]",
                "[{\"id\":1,\"name\":\"one\"}]\n[]\n[\n]\n[{\"id\":2,\"name\":\"two\"}]\n",
                "[\n{\"id\":1,\"name\":\"\\u006fne\"},\n{\"id\":2,\"n\\u0061me\":\"two\"}\n]\n",
            })
    void anArrayOfObjectsIsReadHoweverItIsLaidOut(String text) throws Exception {
        assertThat(JSON.rows(JSON.file(text), Map.of())).isEqualTo(ONE_AND_TWO);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]}|items",
                "{\"data\":{\"items\":[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]}}|data.items",
                "{\"a\":[[{}]],\"b\":\"]}\\\"\",\"data\":{\"x\":{\"items\":[0]},\"items\":[{\"id\":1,\"name\":\"one\"},"
                        + "{\"id\":2,\"name\":\"two\"}],\"rest\":{\"q\":[1,{\"w\":-2.5e3}]}},\"z\":null}|data.items",
                "{\"da.ta\":{\"\u00e4\":[{\"id\":1,\"name\":\"one\"},{\"id\":2,\"name\":\"two\"}]}}|da\\.ta.\u00e4",
            })
    void theArrayMayLieInADocument(String documentAndPath) throws Exception {
        String[] parts = documentAndPath.split("\\|");

        assertThat(JSON.rows(JSON.file(parts[0]), Map.of("records_path", parts[1])))
                .isEqualTo(ONE_AND_TWO);
    }

    @Test
    void anEmptyArrayHasNoRowsAndNoColumns() throws Exception {
        assertThat(JSON.schema(JSON.file("[ ]\n"), Map.of()).size()).isZero();
        assertThat(JSON.rows(JSON.file("[]"), Map.of())).isEmpty();
    }

    @Test
    void objectsKeepTheirStructure() throws Exception {
        String text = """
            [
              {
                "id": 1,
                "tags": ["a", "b"],
                "where": {
                  "x": 1.5,
                  "more": [{"id": 7}, {"id": 8}]
                }
              },
              {"id": 2, "tags": [], "where": null}
            ]
            """;

        assertThat(JSON.schema(JSON.file(text), Map.of()))
                .hasToString("(id: int64, tags: list<string>,"
                        + " where: struct<x: decimal(2,1), more: list<struct<id: int64>>>)");
        assertThat(JSON.rows(JSON.file(text), Map.of())).hasSize(2);
    }

    @Test
    void rangesHoldEachObjectOnceHoweverTheFileIsLaidOut() throws Exception {
        for (String between : List.of(",", ", ", ",\n", "\n,\n  ", ",\r\n\t")) {
            for (String inner : List.of("\"deep\":[{\"id\":7},{\"id\":8}]", "\"text\":\"},{\\\"id\\\":9,[\"")) {
                assertEachObjectOnce(between, inner, "[", "]", Map.of());
                assertEachObjectOnce(
                        between,
                        inner,
                        "{\"meta\":{\"id\":[{}]},\"rows\":[",
                        "],\"id\":[{\"id\":1},{\"id\":2}]}",
                        Map.of("records_path", "rows"));
            }
        }
    }

    private static void assertEachObjectOnce(
            String between, String inner, String start, String end, Map<String, ?> options)
            throws IOException, InterruptedException {
        StoredBytes file = JSON.file(IntStream.range(0, 9000)
                .mapToObj(i -> "{\"id\":" + i + "," + inner + "}")
                .collect(Collectors.joining(between, start, end)));
        Options validated = Options.of(new JsonFormat().readOptions(), options);
        assertThat(new JsonFormat().split(file, validated, 50_000)).hasSizeGreaterThan(3);
        List<Object> ids =
                JSON.rows(file, options, 50_000).stream().map(List::getFirst).toList();

        assertThat(ids)
                .isEqualTo(IntStream.range(0, 9000)
                        .mapToObj(i -> (Object) (long) i)
                        .toList());
    }

    @Test
    void aHugeObjectWithSmallOnesInsideIsNotCutApart() throws Exception {
        String inner = IntStream.range(0, 40_000)
                .mapToObj(i -> "{\"id\":" + i + ",\"x\":0}")
                .collect(Collectors.joining(",", "[", "]"));
        StoredBytes file = JSON.file("[{\"id\":1,\"list\":" + inner + "},{\"id\":2,\"list\":" + inner + "}]");

        assertThatThrownBy(() -> JSON.rows(file, Map.of(), 100_000))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("lies within another one; set 'infer: all'");
        assertThat(JSON.rows(file, Map.of("infer", "all"), 100_000))
                .hasSize(2)
                .allSatisfy(row -> assertThat((List<?>) row.get(1)).hasSize(40_000));
    }

    @Test
    void aWrongRangeIsNeverReadInSilence() throws Exception {
        StoredBytes file = JSON.file(IntStream.range(0, 20)
                .mapToObj(i -> "{\"id\":" + i + ",\"list\":[{\"id\":1},{\"id\":2}]}")
                .collect(Collectors.joining(",", "[", "]")));
        List<Integer> refused = new ArrayList<>();
        for (int cut = 1; cut < file.length(); cut++) {
            if (readsAsWhole(file, cut)) {
                assertThat(new String(file.content(), cut, 6)).startsWith("{\"id\":");
            } else {
                refused.add(cut);
            }
        }

        assertThat(refused).hasSize((int) file.length() - 1 - 20);
    }

    private static boolean readsAsWhole(StoredBytes file, int cut) throws Exception {
        Options options = Options.of(new JsonFormat().readOptions(), Map.of());
        int[] rows = new int[1];
        try {
            for (FileRange range : List.of(new FileRange(0, cut), new FileRange(cut, file.length()))) {
                new JsonReader(file, range, RecordsPath.of(options)).forEachObject(file.length(), false, in -> {
                    in.skipValue();
                    rows[0]++;
                });
            }
        } catch (ConnectorException e) {
            return false;
        }
        return rows[0] == 20;
    }

    @Test
    void anObjectMayBeLargerThanABlock() throws Exception {
        String large = "x".repeat(3 << 20);

        assertThat(JSON.rows(JSON.file("[{\"id\":1,\"t\":\"" + large + "\"},{\"id\":2,\"t\":\"\"}]"), Map.of()))
                .isEqualTo(List.of(List.of(1L, large), List.of(2L, "")));
    }
}
