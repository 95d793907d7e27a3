package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sluice.formats.WholeFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each broken file ends with its name, the place in it and what is wrong. */
class BrokenAvroTest {
    private static final String SCHEMA =
            "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"a\",\"type\":%s}]}";
    private static final byte[] SYNC = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    record Broken(String what, byte[] content) {
        @Override
        public String toString() {
            return what;
        }
    }

    /** A file of one block with a column of a type. */
    private static byte[] file(String type, String codec, long count, byte[] data) {
        return file(type, codec, out -> {
            Varints.write(out, count);
            Varints.writeBytes(out, data);
            out.write(SYNC);
        });
    }

    private static byte[] file(String type, String codec, Consumer<ByteSink> blocks) {
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("avro.schema", SCHEMA.formatted(type));
        metadata.put("avro.codec", codec);
        return file(metadata, blocks);
    }

    private static byte[] file(Map<String, String> metadata, Consumer<ByteSink> blocks) {
        ByteSink out = new ByteSink(64);
        out.write(AvroFile.MAGIC);
        Varints.write(out, metadata.size());
        metadata.forEach((key, value) -> {
            Varints.writeBytes(out, key.getBytes(StandardCharsets.UTF_8));
            Varints.writeBytes(out, value.getBytes(StandardCharsets.UTF_8));
        });
        out.write(0);
        out.write(SYNC);
        blocks.accept(out);
        return out.toByteArray();
    }

    private static byte[] data(Consumer<ByteSink> values) {
        ByteSink out = new ByteSink(16);
        values.accept(out);
        return out.toByteArray();
    }

    private static Broken value(String what, String type, Consumer<ByteSink> data) {
        return new Broken(what, file(type, "null", 1, data(data)));
    }

    private static Broken schema(String what, String type) {
        return new Broken(what, file(type, "null", 0, new byte[0]));
    }

    private static byte[] changed(byte[] bytes, int at, int value) {
        byte[] copy = bytes.clone();
        copy[at < 0 ? bytes.length + at : at] = (byte) value;
        return copy;
    }

    static Stream<Broken> files() {
        byte[] good = file("\"long\"", "null", 2, new byte[] {2, 4});
        byte[] snappy = file("\"long\"", "snappy", 1, new byte[] {1, 0, 2, 0, 0, 0, 0});
        byte[] zeros = new byte[8 << 20];
        Stream<Broken> containers = Stream.of(
                new Broken("empty", new byte[0]),
                new Broken("only the magic", Arrays.copyOf(good, 4)),
                new Broken("wrong magic", changed(good, 0, 'o')),
                new Broken("another version", changed(good, 3, 2)),
                new Broken("a byte order mark first", ("\uFEFF" + "Obj").getBytes(StandardCharsets.UTF_8)),
                new Broken("cut in the header", Arrays.copyOf(good, 30)),
                new Broken("cut in the first sync marker", Arrays.copyOf(good, good.length - 28)),
                new Broken("cut in a block's head", Arrays.copyOf(good, good.length - 19)),
                new Broken("cut in a block", Arrays.copyOf(good, good.length - 17)),
                new Broken("cut in the last sync marker", Arrays.copyOf(good, good.length - 1)),
                new Broken("a wrong sync marker", changed(good, -1, 'x')),
                new Broken("no schema", file(Map.of("avro.codec", "null"), out -> {})),
                new Broken("bytes after the last block", Arrays.copyOf(good, good.length + 1)),
                new Broken("a block with a negative count", file("\"long\"", "null", -1, new byte[] {2})),
                new Broken("more records than bytes", file("\"long\"", "null", 3, new byte[] {2, 4})),
                new Broken("fewer records than bytes", file("\"long\"", "null", 1, new byte[] {2, 4})),
                new Broken("records without end that take no bytes", file("\"null\"", "null", 1L << 40, new byte[0])),
                new Broken("a block of a negative size", file("\"long\"", "null", out -> {
                    Varints.write(out, 1);
                    Varints.write(out, -1);
                    out.write(SYNC);
                })),
                new Broken("a block larger than the file", file("\"long\"", "null", out -> {
                    Varints.write(out, 1);
                    Varints.write(out, 1 << 30);
                    out.write(SYNC);
                })),
                new Broken("a block larger than any", file("\"long\"", "null", out -> {
                    Varints.write(out, 1);
                    Varints.write(out, Long.MAX_VALUE);
                    out.write(SYNC);
                })),
                new Broken("a count of more than 64 bits", file("\"long\"", "null", out -> {
                    byte[] ones = new byte[10];
                    Arrays.fill(ones, (byte) 0xFF);
                    out.write(ones);
                })));
        Stream<Broken> codecs = Stream.of(
                new Broken("a wrong checksum", snappy),
                new Broken(
                        "a snappy block that is none", file("\"long\"", "snappy", 1, new byte[] {9, 9, 9, 9, 9, 9, 9})),
                new Broken("a snappy block without a checksum", file("\"long\"", "snappy", 1, new byte[] {1})),
                new Broken("a snappy block that claims 2 GiB", file("\"long\"", "snappy", 1, new byte[] {
                    (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 7, 0, 2, 0, 0, 0, 0
                })),
                new Broken("a deflate block that is none", file("\"long\"", "deflate", 1, new byte[] {-1, -1})),
                new Broken("a deflate block that is cut", file("\"long\"", "deflate", 1, new byte[] {1, 5, 0})),
                new Broken(
                        "a zstandard block that is none", file("\"long\"", "zstandard", 1, new byte[] {1, 2, 3, 4, 5})),
                new Broken(
                        "a zstandard block that is cut",
                        file("\"bytes\"", "zstandard", 1, Arrays.copyOf(Zstd.compress(zeros), 20))),
                new Broken(
                        "a zstandard block of far more than it says",
                        file("\"long\"", "zstandard", 1, Zstd.compress(zeros))));
        Stream<Broken> values = Stream.of(
                value("a string longer than the block", "\"string\"", out -> Varints.write(out, 100)),
                value("a string of negative length", "\"string\"", out -> Varints.write(out, -2)),
                value("a string of 2^62 bytes", "\"string\"", out -> Varints.write(out, 1L << 62)),
                value("a string that is not UTF-8", "\"string\"", out -> Varints.writeBytes(out, new byte[] {-61, 40})),
                value("a boolean of 2", "\"boolean\"", out -> out.write(2)),
                value("an int of 33 bits", "\"int\"", out -> Varints.write(out, 1L << 33)),
                value("a cut double", "\"double\"", out -> out.write(new byte[] {1, 2, 3})),
                value("a number that doesn't end", "\"long\"", out -> out.write(0x80)),
                value("a branch that there isn't", "[\"null\",\"int\"]", out -> Varints.write(out, 2)),
                value("a negative branch", "[\"null\",\"int\"]", out -> Varints.write(out, -1)),
                value(
                        "a symbol that there isn't",
                        "{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\"]}",
                        out -> Varints.write(out, 1)),
                value(
                        "an array of more items than bytes",
                        "{\"type\":\"array\",\"items\":\"long\"}",
                        out -> Varints.write(out, 1L << 40)),
                value("an array of nulls without end", "{\"type\":\"array\",\"items\":\"null\"}", out -> {
                    Varints.write(out, 1L << 40);
                    out.write(0);
                }),
                value("a map that isn't closed", "{\"type\":\"map\",\"values\":\"long\"}", out -> {
                    Varints.write(out, 1);
                    Varints.writeBytes(out, new byte[] {'k'});
                    Varints.write(out, 5);
                }));
        Stream<Broken> schemas = Stream.of(
                schema("a schema that is no JSON", "{"),
                schema("a type that there isn't", "\"strong\""),
                schema("no type", "null"),
                schema("an array without items", "{\"type\":\"array\"}"),
                schema("an enum without symbols", "{\"type\":\"enum\",\"name\":\"e\"}"),
                schema("a fixed of a negative size", "{\"type\":\"fixed\",\"name\":\"f\",\"size\":-1}"),
                schema("a fixed without a size", "{\"type\":\"fixed\",\"name\":\"f\"}"),
                schema("a record without fields", "{\"type\":\"record\",\"name\":\"x\"}"),
                schema("a record without a name", "{\"type\":\"record\",\"fields\":[]}"),
                schema(
                        "two types of a name",
                        "[{\"type\":\"fixed\",\"name\":\"f\",\"size\":1},"
                                + "{\"type\":\"fixed\",\"name\":\"f\",\"size\":2}]"),
                schema("a union in a union", "[\"null\",[\"int\",\"null\"]]"),
                schema(
                        "a schema nested without end",
                        "{\"type\":\"array\",\"items\":".repeat(600) + "\"int\"" + "}".repeat(600)),
                schema("a schema that comes to a billion columns", billion()));
        return Stream.of(containers, codecs, values, schemas).flatMap(stream -> stream);
    }

    /** Records of ten of the record before, nine times over. */
    private static String billion() {
        String schema = "\"int\"";
        for (int level = 0; level < 9; level++) {
            StringBuilder fields = new StringBuilder("{\"name\":\"f0\",\"type\":" + schema + "}");
            for (int i = 1; i < 10; i++) {
                fields.append(",{\"name\":\"f").append(i).append("\",\"type\":\"");
                fields.append(level == 0 ? "int" : "l" + (level - 1)).append("\"}");
            }
            schema = "{\"type\":\"record\",\"name\":\"l" + level + "\",\"fields\":[" + fields + "]}";
        }
        return schema;
    }

    @ParameterizedTest
    @MethodSource("files")
    void aBrokenFileIsRefusedWithItsPlace(Broken broken) {
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> WholeFile.read(new AvroFormat(), "broken.avro", broken.content(), Map.of(), Long.MAX_VALUE));

        assertThat(failure).isNotNull();
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageStartingWith("broken.avro: ");
        assertThat(failure.getMessage()).containsAnyOf("byte ", "the schema");
        assertThat(failure.getMessage().length()).isLessThan(400);
    }

    @Test
    void contract11ABlockThatUnpacksWithoutEndIsRefusedBeforeItFillsTheMemory() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStreamNoFinalizer out = new ZstdOutputStreamNoFinalizer(packed)) {
            for (int megabyte = 0; megabyte < 2000; megabyte++) {
                out.write(new byte[1 << 20]);
            }
        }
        byte[] bomb = packed.toByteArray();
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class,
                () -> WholeFile.read(
                        new AvroFormat(),
                        "bomb.avro",
                        file("\"bytes\"", "zstandard", 1, bomb),
                        Map.of(),
                        Long.MAX_VALUE));

        assertThat(failure.code()).isEqualTo(ErrorCode.MALFORMED_INPUT);
        assertThat(failure).hasMessageContaining("unpacks to more than").hasMessageContaining("--max-memory");
    }
}
