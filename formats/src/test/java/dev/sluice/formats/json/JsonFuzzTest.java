package dev.sluice.formats.json;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.WholeFile;
import dev.sluice.testkit.fuzz.ReaderFuzz;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Files with a few bytes changed are read, or refused with a reason. */
class JsonFuzzTest {
    private static final String OBJECTS = """
        {"id":1,"name":"one","price":1.50,"at":"2024-02-29T10:00:00Z","tags":["a",null],"in":{"x":1.5e3,"y":[{"id":2}]}},
        {"id":-2,"name":"tw\\u00f6 \\"2\\"","price":-22.75,"at":null,"tags":[],"in":null,"more":true},
        {"id":3,"name":"\\ud83d\\ude00 日本","price":99999999999999999999,"at":"1969-12-31T23:59:59.999999+02:00"},
        {"id":null,"in":{"x":null,"y":[]}}
        """;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void run(FileFormat format, byte[] content, Map<String, ?> options, int rounds, long targetBytes) {
        String name = "fuzz." + format.name();
        ReaderFuzz.of(content)
                .tokens("{", "}", "[", "]", "\"", ",", ":", "\\", "\n", "\r", "\0", "\uFEFF", "{\"id\":", "},{", "null")
                .tokens(
                        "-",
                        ".",
                        "e",
                        "1e999",
                        "99999999999999999999",
                        "\\u",
                        "\\ud800",
                        "0",
                        "true",
                        " ",
                        "a.b",
                        "rows")
                .rounds(rounds)
                .run(name, input -> WholeFile.read(format, name, input, options, targetBytes));
    }

    @Test
    void arrays() {
        run(new JsonFormat(), bytes("[\n" + OBJECTS + "]\n"), Map.of(), 2500, Long.MAX_VALUE);
    }

    @Test
    void arraysInSmallRanges() {
        run(new JsonFormat(), bytes("[" + OBJECTS + "," + OBJECTS + "]"), Map.of(), 1500, 100);
    }

    @Test
    void arraysInDocuments() {
        String document = "{\"a\":{\"c\":[1,{}],\"b\":[" + OBJECTS + "],\"d\":\"x\"},\"e\":{}}";
        run(new JsonFormat(), bytes(document), Map.of("records_path", "a.b"), 1500, Long.MAX_VALUE);
    }

    @Test
    void lines() {
        run(new JsonlFormat(), bytes(OBJECTS.replace("},\n", "}\n")), Map.of(), 2500, Long.MAX_VALUE);
    }

    @Test
    void linesInSmallRanges() {
        run(new JsonlFormat(), bytes(OBJECTS.replace("},\n", "}\n")), Map.of(), 1000, 60);
    }
}
