package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Broken files of every format, copied with the command line: exit code 1, the place, and nothing published. */
class BrokenFilesTest {
    private static final int ROWS = 3000;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** What is done to a good file, or what is put in its place. */
    private interface Damage {
        byte[] to(byte[] good) throws IOException;
    }

    /**
     * @param place what the message says of where
     */
    record Broken(String what, String file, Damage damage, String place) {
        @Override
        public String toString() {
            return what + " in " + file;
        }
    }

    private static Broken text(String what, String file, String content, String place) {
        return new Broken(what, file, good -> content.getBytes(StandardCharsets.ISO_8859_1), place);
    }

    private static Damage cut(int bytes) {
        return good -> Arrays.copyOf(good, good.length - bytes);
    }

    private static Damage keep(int bytes) {
        return good -> Arrays.copyOf(good, bytes);
    }

    /** Changes a byte; negative positions count from the end. */
    private static Damage flip(int at) {
        return good -> {
            byte[] changed = good.clone();
            changed[at < 0 ? good.length + at : at] ^= 0x55;
            return changed;
        };
    }

    /** The four bytes before the magic at the end are the footer's length. */
    private static byte[] breakFooter(byte[] good) {
        int end = good.length - 8;
        int length = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN).getInt(end);
        byte[] changed = good.clone();
        Arrays.fill(changed, end - length, end - length / 2, (byte) 0xFF);
        return changed;
    }

    private static byte[] gzip(byte[]... pieces) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(bytes)) {
            for (byte[] piece : pieces) {
                zip.write(piece);
            }
        }
        return bytes.toByteArray();
    }

    /** A record that unpacks to more than there is memory for. */
    private static Broken bomb(String file, String start) {
        return new Broken(
                "a zip bomb",
                file,
                good -> {
                    byte[][] pieces = new byte[600][];
                    Arrays.fill(pieces, "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8));
                    pieces[0] = start.getBytes(StandardCharsets.UTF_8);
                    return gzip(pieces);
                },
                "");
    }

    static Stream<Broken> files() {
        String nested = "[".repeat(100_000);
        return Stream.of(
                        Stream.of(
                                text("nothing", "a.csv", "", ""),
                                text("a byte order mark alone", "a.csv", "\u00EF\u00BB\u00BF", ""),
                                new Broken("a cut quoted field", "a.csv", cut(3), "line 3001"),
                                text("an unclosed quote", "a.csv", "id,name\n1,\"x\n2,y\n", "line 2 (byte 8)"),
                                text("text behind a quote", "a.csv", "id,name\n1,\"x\"y\n", "line 2 (byte 13)"),
                                text("a field too many", "a.csv", "id,name\n1,x\n2,y,z\n", "line 3 (byte "),
                                text("a field too few", "a.csv", "id,name\n1,x\n2\n", "line 3 (byte 12)"),
                                text("a Latin-1 letter", "a.csv", "id,name\n1,caf\u00E9\n", "line 2 (byte 13)"),
                                text("an overlong character", "a.csv", "id,name\n1,\u00C0\u00AF\n", "line 2 (byte 10)"),
                                text("two columns of a name", "a.csv", "id,id\n1,2\n", "'id'"),
                                text("a cut letter", "a.csv", "id,name\n1,caf\u00C3", "line 2 (byte 13)"),
                                text(
                                        "half a surrogate pair in UTF-16",
                                        "a.csv",
                                        "\u00FF\u00FEi\0d\0\n\0\0\u00D8a\0\n\0",
                                        "byte "),
                                text("cut UTF-16", "a.csv", "\u00FF\u00FEi\0d\0\n\0001", "byte "),
                                new Broken("a cut member", "a.csv.gz", cut(9), "byte "),
                                new Broken("a wrong checksum", "a.csv.gz", flip(-6), "checksum"),
                                new Broken("wrong magic", "a.csv.gz", flip(0), "byte 0"),
                                text("no gzip at all", "a.csv.gz", "id,name\n1,x\n", "byte 0"),
                                new Broken("a cut frame", "a.csv.zst", cut(9), "byte "),
                                new Broken("wrong magic", "a.csv.zst", flip(0), "byte 0"),
                                new Broken("a wrong checksum", "a.csv.zst", flip(-1), "checksum"),
                                bomb("a.csv.gz", "id,name\n1,\"")),
                        Stream.of(
                                text("nothing", "a.json", "", "byte 0"),
                                text("a byte order mark alone", "a.json", "\u00EF\u00BB\u00BF", "byte 3"),
                                new Broken("a missing end", "a.json", cut(3), "byte "),
                                text("an object", "a.json", "{\"id\":1}", "byte 0"),
                                text("a key twice", "a.json", "[{\"id\":1,\"id\":2}]", "byte "),
                                text("deep nesting", "a.json", "[{\"id\":" + nested, "byte "),
                                text("an open string", "a.json", "[{\"id\":\"x}]", "byte "),
                                text("a comma before the end", "a.json", "[{\"id\":1},]", "byte 10"),
                                text("text behind the array", "a.json", "[{\"id\":1}] x", "byte 11"),
                                text("no colon", "a.json", "[{\"id\" 1}]", "byte 7"),
                                text("half a word", "a.json", "[{\"id\":tru}]", "byte 7"),
                                text("NaN", "a.json", "[{\"id\":NaN}]", "byte 7"),
                                text("a leading zero", "a.json", "[{\"id\":012}]", "byte 7"),
                                text("a control character", "a.json", "[{\"id\":\"a\u0001\"}]", "byte "),
                                text("an unknown escape", "a.json", "[{\"id\":\"\\x\"}]", "byte "),
                                text("a number as a record", "a.json", "[{\"id\":1},2]", "byte 10"),
                                text("a Latin-1 letter", "a.json", "[{\"id\":\"\u00E9\"}]", "byte 8"),
                                bomb("a.json.gz", "[{\"id\":\"")),
                        Stream.of(
                                text(
                                        "a byte order mark in the middle",
                                        "a.jsonl",
                                        "{\"a\":1}\n\u00EF\u00BB\u00BF{\"a\":2}\n",
                                        "line 2 (byte 8)"),
                                new Broken("a cut record", "a.jsonl", cut(4), "line 3000 (byte "),
                                text("an array", "a.jsonl", "[{\"id\":1}]\n", "line 1 (byte 0)"),
                                text("a key twice", "a.jsonl", "{\"id\":1}\n{\"id\":1,\"id\":2}\n", "line 2 (byte "),
                                text("deep nesting", "a.jsonl", "{\"id\":" + nested + "\n", "line 1 (byte "),
                                text("no value", "a.jsonl", "{\"id\":1}\n{\"id\":}\n", "line 2 (byte "),
                                text("single quotes", "a.jsonl", "{'id':1}\n", "line 1 (byte "),
                                text("an open string", "a.jsonl", "{\"id\":1}\n{\"id\":\"x", "line 2 (byte "),
                                text("a surrogate", "a.jsonl", "{\"id\":\"\\uD800\"}\n", "line 1 (byte "),
                                text(
                                        "invalid UTF-8",
                                        "a.jsonl",
                                        "{\"id\":\"\u00ED\u00A0\u0080\"}\n",
                                        "line 1 (byte 7)"),
                                bomb("a.jsonl.gz", "{\"id\":\"")),
                        Stream.of(
                                text("nothing", "a.avro", "", "byte 0"),
                                text("wrong magic", "a.avro", "PAR1 and more of it", "byte 0"),
                                new Broken("a cut block", "a.avro", cut(30), "byte "),
                                new Broken("a cut header", "a.avro", keep(40), "byte "),
                                new Broken("a wrong sync marker", "a.avro", flip(-1), "byte "),
                                new Broken("no schema", "a.avro", flip(12), "byte "),
                                new Broken(
                                        "bytes behind the end",
                                        "a.avro",
                                        good -> Arrays.copyOf(good, good.length + 7),
                                        "byte ")),
                        Stream.of(
                                text("nothing", "a.parquet", "", "0 bytes"),
                                text("wrong magic", "a.parquet", "id,name\n1,one\n2,two\n", "byte 0"),
                                new Broken("a cut footer", "a.parquet", cut(20), "byte "),
                                new Broken("no magic at its end", "a.parquet", flip(-1), "byte "),
                                new Broken("a broken page header", "a.parquet", flip(4), "byte 4"),
                                new Broken("nothing but magic", "a.parquet", keep(8), "8 bytes"),
                                new Broken("a wrong checksum", "a.parquet", flip(200), "the page at byte 4"),
                                new Broken(
                                        "a broken footer",
                                        "a.parquet",
                                        BrokenFilesTest::breakFooter,
                                        "footer at byte "),
                                new Broken("a footer length beyond the file", "a.parquet", flip(-5), "byte ")))
                .flatMap(each -> each);
    }

    @BeforeEach
    void writeAGoodFile() throws IOException {
        StringBuilder good = new StringBuilder("id,name\n");
        for (int i = 1; i <= ROWS; i++) {
            good.append(i).append(",\"name, ").append(i).append("\"\n");
        }
        Files.writeString(folder.resolve("good.csv"), good);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Commands.run(folder, out, err, args);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void prepare(Broken broken) throws IOException {
        Path path = folder.resolve(broken.file());
        byte[] good = new byte[0];
        if (broken.file().equals("a.csv")) {
            good = Files.readAllBytes(folder.resolve("good.csv"));
        } else {
            assertThat(run("copy", file("good.csv"), file(broken.file())))
                    .as(err.toString())
                    .isZero();
            good = Files.readAllBytes(path);
        }
        Files.write(path, broken.damage().to(good));
    }

    @ParameterizedTest
    @MethodSource("files")
    void contract22ABrokenFileEndsTheRunWithItsPlaceAndPublishesNothing(Broken broken) throws Exception {
        prepare(broken);

        int exit = run("copy", file(broken.file()), file("copied.jsonl"));

        assertThat(exit).as("%s%s", out, err).isEqualTo(1);
        assertThat(err.toString())
                .contains(broken.file())
                .contains(broken.place())
                .doesNotContain("this is a bug")
                .doesNotContain("\tat ");
        assertThat(err.toString().length()).isLessThan(2000);
        assertThat(folder.resolve("copied.jsonl")).doesNotExist();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).isSubsetOf("state", "good.csv", broken.file());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "json", "jsonl", "avro", "parquet"})
    void everyFormatIsReadWithARuleForBadRows(String format) {
        assertThat(run("copy", file("good.csv"), file("a." + format)))
                .as(err.toString())
                .isZero();

        int exit = run("copy", file("a." + format), file("out.csv"), "--on-error", "reject", "--json");

        assertThat(exit).as("%s%s", out, err).isZero();
        assertThat(out.toString()).contains("\"rows_written\" : " + ROWS, "\"rows_rejected\" : 0");
    }

    @Test
    void recordsThatAreBrokenByThemselvesCanBeRejectedInstead() throws Exception {
        Map<String, String> files = Map.of(
                "a.csv", "id,name\n1,x\n2,y,z\n3,\n",
                "a.json", "[{\"id\":1},{\"id\":2,\"id\":2},{\"id\":3}]",
                "a.jsonl", "{\"id\":1}\n{\"id\":2\n{\"id\":3}\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());

            int exit = run(
                    "copy", file(file.getKey()), file(file.getKey() + ".out.csv"), "--on-error", "reject", "--json");

            assertThat(exit).as("%s%s", out, err).isZero();
            assertThat(out.toString()).contains("\"rows_written\" : 2", "\"rows_rejected\" : 1");
            List<String> lines = Files.readAllLines(folder.resolve(file.getKey() + ".out.csv"));
            assertThat(lines).hasSize(3);
        }
    }
}
