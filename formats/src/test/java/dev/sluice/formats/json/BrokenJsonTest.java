package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.WholeFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken file ends with its name, the place in it and what is wrong. */
class BrokenJsonTest {
    /**
     * A file that is no JSON.
     *
     * @param place what the message says of where
     */
    record Broken(String what, FileFormat format, byte[] content, String place, Map<String, ?> options) {
        @Override
        public String toString() {
            return format.name() + ", " + what;
        }
    }

    private static Broken array(String what, String text, String place) {
        return new Broken(what, new JsonFormat(), text.getBytes(StandardCharsets.UTF_8), place, Map.of());
    }

    private static Broken path(String what, String text, String place) {
        return new Broken(
                what, new JsonFormat(), text.getBytes(StandardCharsets.UTF_8), place, Map.of("records_path", "a.b"));
    }

    private static Broken lines(String what, String text, String place) {
        return new Broken(what, new JsonlFormat(), text.getBytes(StandardCharsets.UTF_8), place, Map.of());
    }

    /** The same text in an array and on a line, with a byte in the place of each {@code ?}. */
    private static Stream<Broken> bytes(String what, String value, int... values) {
        String object = "{\"a\":" + value + "}";
        return Stream.of(
                new Broken(what, new JsonFormat(), filled("[" + object + "]", values), "(byte ", Map.of()),
                new Broken(what, new JsonlFormat(), filled(object + "\n", values), "line 1 (byte ", Map.of()));
    }

    private static byte[] filled(String text, int... values) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int next = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '?') {
                bytes[i] = (byte) values[next++];
            }
        }
        return bytes;
    }

    static Stream<Broken> files() {
        String good = "{\"a\":1}";
        Stream<Broken> arrays = Stream.of(
                array("empty", "", "byte 0"),
                array("only a byte order mark", "\uFEFF", "byte 3"),
                array("only white space", " \n ", "byte 3"),
                array("an object", good, "byte 0"),
                array("objects on lines", good + "\n" + good, "byte 0"),
                array("a number", "17", "byte 0"),
                array("cut after the bracket", "[", "byte 1"),
                array("cut in a key", "[{\"a", "byte 4"),
                array("cut after a key", "[{\"a\"", "byte 5"),
                array("cut in a string", "[{\"a\":\"x", "byte 8"),
                array("cut in an escape", "[{\"a\":\"\\u00", "byte 7"),
                array("cut in a literal", "[{\"a\":tru", "byte 6"),
                array("cut in a number", "[{\"a\":-", "byte 6"),
                array("cut after an object", "[" + good, "byte 8"),
                array("cut after a comma", "[" + good + ",", "byte 9"),
                array("a comma before the end", "[" + good + ",]", "byte 9"),
                array("no comma between objects", "[" + good + good + "]", "byte 8"),
                array("two commas", "[" + good + ",," + good + "]", "byte 9"),
                array("the wrong bracket", "[" + good + "}", "byte 8"),
                array("a bracket too many", "[" + good + "]]", "byte 9"),
                array("text after the array", "[" + good + "] x", "byte 10"),
                array("null among the objects", "[" + good + ",null]", "byte 9"),
                array("a number among the objects", "[" + good + ",1]", "byte 9"),
                array("an array among the objects", "[" + good + ",[]]", "byte 9"),
                array("a line break in a string", "[\n" + good + ",\n{\"a\":\"x\ny\"}]", "line 3 (byte 18)"),
                array("a zero byte between objects", "[" + good + "\0," + good + "]", "byte 8"),
                array("a comment", "[" + good + " /* x */]", "byte 9"),
                path("no such key", "{\"a\":{\"c\":[]}}", "byte "),
                path("no object on the way", "{\"a\":[]}", "byte "),
                path("no array at the path", "{\"a\":{\"b\":{}}}", "byte "),
                path("the document isn't closed", "{\"a\":{\"b\":[" + good + "]}", "byte "),
                path("a value beside the array isn't closed", "{\"x\":[1,{\"a\":1],\"a\":{\"b\":[]}}", "byte "),
                path("a string beside the array isn't closed", "{\"x\":\"1,\"a\":{\"b\":[]}}", "byte "),
                path("the array comes twice", "{\"a\":{\"b\":[" + good + "],\"b\":[]}}", "byte "),
                path("text after the document", "{\"a\":{\"b\":[" + good + "]}} x", "byte "));
        Stream<Broken> perLine = Stream.of(
                lines("an array", "[" + good + "]\n", "line 1 (byte 0)"),
                lines("cut in a string", good + "\n{\"a\":\"x", "line 2 (byte 15)"),
                lines("cut in an object", good + "\n{\"a\":1", "line 2 (byte 14)"),
                lines("an object over two lines", "{\"a\":1,\n\"b\":2}\n", "line 1 (byte 7)"),
                lines("two objects on a line", good + good + "\n", "line 1 (byte 7)"),
                lines("a zero byte", good + "\n\0\n", "line 2 (byte 8)"),
                lines("UTF-16", "\uFFFE{", "line 1 (byte 0)"));
        Stream<Broken> values = Stream.of(
                        bytes("a lone continuation byte", "\"?\"", 0x80),
                        bytes("an overlong slash", "\"??\"", 0xC0, 0xAF),
                        bytes("a surrogate in UTF-8", "\"???\"", 0xED, 0xA0, 0x80),
                        bytes("above U+10FFFF", "\"????\"", 0xF4, 0x90, 0x80, 0x80),
                        bytes("a cut UTF-8 sequence", "\"??\"", 0xE2, 0x82),
                        bytes("a Latin-1 letter", "\"?x\"", 0xE9),
                        bytes("the byte 0xFF", "\"?\"", 0xFF),
                        bytes("a bell in a string", "\"?\"", 7),
                        bytes("a tab in a string", "\"?\"", '\t'),
                        bytes("a byte between tokens", "?1", 0xA0))
                .flatMap(both -> both);
        Stream<Broken> tokens = Stream.of(
                        "01",
                        "+1",
                        "1.",
                        ".5",
                        "-",
                        "1e",
                        "1e+",
                        "0x10",
                        "1_000",
                        "Infinity",
                        "NaN",
                        "nul",
                        "True",
                        "'x'",
                        "x",
                        "\"\\x\"",
                        "\"\\u12G4\"",
                        "\"\\uD800\"",
                        "\"\\uDC00\\uD800\"",
                        "\"",
                        "\"\\\"",
                        "[1",
                        "[1,]",
                        "[,1]",
                        "[1 2]",
                        "{\"b\"}",
                        "{\"b\":}",
                        "{b:1}",
                        "{\"b\":1,}",
                        "{,}",
                        "{\"b\":1 \"c\":2}",
                        "{\"b\":1,\"b\":2}",
                        "1,\"a\":2",
                        "",
                        "1]",
                        "1}}",
                        "[}",
                        "{]",
                        "1 1",
                        "[".repeat(600) + "]".repeat(600),
                        "[".repeat(100_000),
                        "{\"x\":".repeat(100_000))
                .flatMap(value -> bytes(value.length() > 50 ? "deep nesting" : value, value));
        return Stream.of(arrays, perLine, values, tokens).flatMap(stream -> stream);
    }

    @ParameterizedTest
    @MethodSource("files")
    void aBrokenFileIsRefusedWithItsPlace(Broken broken) {
        String name = "broken." + broken.format().extensions().getFirst();
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> WholeFile.read(broken.format(), name, broken.content(), broken.options(), Long.MAX_VALUE));

        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageStartingWith(name + ": ").hasMessageContaining(broken.place());
        assertThat(failure.getMessage().length()).isLessThan(400);
    }

    @ParameterizedTest
    @MethodSource("accepted")
    void whatTheStandardAllowsIsRead(String value) throws Exception {
        String object = "{\"a\":" + value + "}";
        byte[] array = ("[" + object + "]").getBytes(StandardCharsets.UTF_8);
        byte[] line = (object + "\n").getBytes(StandardCharsets.UTF_8);

        assertThat(WholeFile.read(new JsonFormat(), "good.json", array, Map.of(), Long.MAX_VALUE)
                        .rows())
                .hasSize(1);
        assertThat(WholeFile.read(new JsonlFormat(), "good.jsonl", line, Map.of(), Long.MAX_VALUE)
                        .rows())
                .hasSize(1);
    }

    static Stream<String> accepted() {
        return Stream.of(
                "0",
                "-0",
                "0.0",
                "-0.0",
                "1e5",
                "1E+5",
                "1e-5",
                "-1.5e300",
                "123456789012345678901234567890",
                "0." + "0".repeat(100) + "1",
                "1" + "0".repeat(1000),
                "true",
                "false",
                "null",
                "\"\"",
                "\" \"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\\u00e9\"",
                "\"\\uD83D\\uDE00\"",
                "\"\uD83D\uDE00\"",
                "\"\\uFFFE\"",
                "\"\u007F\"",
                "\"\u2028\u2029\"",
                "\"\uFEFF\"",
                "\"a/*b*/c//d\"",
                "\"{}[],:\"",
                "[]",
                "[[]]",
                "{}",
                "[null]",
                "[1,\"a\",null,true,{}]",
                " [ 1 , 2 ] ",
                "{\"\":1}",
                "{\"a\":{\"a\":{}}}",
                "{\"\\u0061\":1}",
                "[".repeat(400) + "]".repeat(400));
    }

    @Test
    void aMessageTellsWhatToDo() {
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> WholeFile.read(
                        new JsonFormat(), "a.json", "{\"rows\":[]}".getBytes(StandardCharsets.UTF_8), Map.of(), 1));

        assertThat(failure)
                .hasMessageContaining("set records_path to the array in it")
                .hasMessageContaining("format: jsonl");
    }

    @Test
    void aPathThatLeadsIntoAnEmptyObjectIsToldSo() {
        assertThatThrownBy(() -> WholeFile.read(
                        new JsonFormat(),
                        "a.json",
                        "{\"a\":{}}".getBytes(StandardCharsets.UTF_8),
                        Map.of("records_path", "a.b"),
                        1))
                .hasMessageContaining("there is no key 'b' here, where the object is empty");
    }
}
