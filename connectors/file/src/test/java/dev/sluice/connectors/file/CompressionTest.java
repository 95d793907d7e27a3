package dev.sluice.connectors.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.WriteMode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final String RUN = "01JDAAAAAAAAAAAAAAAAAAAAAA";

    private final LocalFileDestination destination = new LocalFileDestination();

    @TempDir
    private Path folder;

    private Path write(String name, Map<String, ?> options, int rows) throws Exception {
        Path path = folder.resolve(name);
        FileRuns.run(destination, FileRuns.write(RUN, path, options, WriteMode.OVERWRITE), rows);
        return path;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "out.csv.gz",
                "out.csv.zst",
                "out.tsv.gz",
                "out.jsonl.gz",
                "out.jsonl.zst",
                "out.ndjson.GZ",
                "out.json.gz",
                "out.json.zst"
            })
    void oneFileIsCompressedAsItsNameEnds(String name) throws Exception {
        Path file = write(name, Map.of(), 10_000);

        assertThat(FileRuns.rows(file)).isEqualTo(FileRuns.expected(0, 10_000));
        assertThat(Files.readAllBytes(file))
                .startsWith(
                        name.toLowerCase(java.util.Locale.ROOT).endsWith("gz")
                                ? new byte[] {0x1F, (byte) 0x8B}
                                : new byte[] {0x28, (byte) 0xB5});
        Options options = FileRuns.source(file, Map.of());
        CatalogStream stream = FileRuns.discover(options).getFirst();
        assertThat(stream.name()).hasToString("out");
        assertThat(FileRuns.splits(options, stream)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "csv,gzip,csv.gz",
        "csv,zstd,csv.zst",
        "jsonl,gzip,jsonl.gz",
        "jsonl,zstd,jsonl.zst",
        "json,gzip,json.gz",
        "csv,none,csv"
    })
    void partsAreNamedAfterTheirCompression(String format, String compression, String extension) throws Exception {
        Path base = write("out", Map.of("format", format, "compression", compression), 300);

        assertThat(new LocalStorage().names(base.resolve("people").toString()))
                .containsExactly(
                        "_sluice_manifest.json",
                        "part-00000." + extension,
                        "part-00002." + extension,
                        "part-00003." + extension);
        assertThat(FileRuns.rows(base.resolve("people"))).isEqualTo(FileRuns.expected(0, 300));
    }

    @Test
    void anotherProgramInflatesWhatSeveralWritersCompressed() throws Exception {
        Path file = write("out.csv.gz", Map.of("compression_level", 9), 3);

        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("id,name\n0,name 0\n1,name 1\n2,name 2\n");
        }
    }

    @Test
    void whatSeveralWritersCompressedIsOneArrayToAnotherProgram() throws Exception {
        Path file = write("out.json.gz", Map.of(), 3);

        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("""
                [
                {"id":0,"name":"name 0"},
                {"id":1,"name":"name 1"},
                {"id":2,"name":"name 2"}
                ]
                """);
        }
    }

    @Test
    void theOptionSaysWhatANameDoesNot() throws Exception {
        Path file = folder.resolve("people.csv");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            new ByteArrayInputStream("id,name\n1,Ada\n".getBytes(StandardCharsets.UTF_8)).transferTo(out);
        }
        Options options = FileRuns.source(file, Map.of("compression", "gzip"));

        assertThat(FileRuns.rows(options, FileRuns.discover(options).getFirst()))
                .containsExactly(List.of(1L, "Ada"));
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        assertRefused("out.csv.gz", Map.of("compression", "zstd"), "config.compression", "zstd", "out.csv.gz", "gzip");
        assertRefused("out.csv", Map.of("compression", "snappy"), "csv files can't be compressed with snappy", "gzip");
        assertRefused("out.parquet", Map.of("compression", "deflate"), "parquet files", "deflate", "lz4");
        assertRefused("out.csv.gz", Map.of("compression_level", 12), "config.compression_level", "12", "gzip");
        assertRefused("out.parquet", Map.of("compression_level", 3), "config.compression_level", "snappy");
    }

    private void assertRefused(String name, Map<String, ?> options, String... parts) {
        assertThatThrownBy(() -> write(name, options, 3))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION))
                .hasMessageContainingAll(parts);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aCutOffFileIsNamedWithThePlace() throws Exception {
        Path file = write("out.csv.gz", Map.of(), 10_000);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> FileRuns.rows(file))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContainingAll("out.csv.gz", "byte " + bytes.length / 2, "cut off");
    }

    /** Only the beginning of a compressed file is looked at. */
    @Test
    void aLateValueThatBreaksItsTypeSaysSo() throws IOException {
        Path file = folder.resolve("late.csv.gz");
        StringBuilder text = new StringBuilder("id,amount\n");
        for (int i = 0; i < 700_000; i++) {
            text.append(i).append(",1\n");
        }
        text.append("700000,a lot\n");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        }

        assertThatThrownBy(() -> FileRuns.rows(file))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContainingAll("late.csv.gz", "line 700002", "'amount'", "'a lot'", "column_types");
    }
}
