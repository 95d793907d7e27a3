package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.Compression;
import dev.sluice.formats.FileFormat;
import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.formats.compress.CompressedWriter;
import dev.sluice.formats.csv.CsvFormat;
import dev.sluice.formats.json.JsonlFormat;
import dev.sluice.spi.Options;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an independent reader makes of the files we compress. */
class CompressionJudgedTest {
    private static final String SUM = "select count(*), sum(id), min(name), max(name) from $file";
    private static final List<List<String>> EXPECTED =
            List.of(List.of("20000", String.valueOf(19_999L * 10_000), "name 0", "name 9999"));

    @TempDir
    private Path folder;

    private static RecordBatch batch(int from, int to) {
        Schema schema = Schema.of(Field.of("id", Type.INT64), Field.of("name", Type.STRING));
        List<List<Object>> rows = new ArrayList<>();
        for (long id = from; id < to; id++) {
            rows.add(List.of(id, "name " + id));
        }
        return ParquetFiles.batch(schema, rows);
    }

    @ParameterizedTest
    @CsvSource({
        "none,0,UNCOMPRESSED",
        "snappy,0,SNAPPY",
        "gzip,0,GZIP",
        "gzip,9,GZIP",
        "zstd,0,ZSTD",
        "zstd,1,ZSTD",
        "zstd,19,ZSTD",
        "lz4,0,LZ4_RAW"
    })
    void parquetPages(String codec, int level, String name) throws Exception {
        Map<String, Object> options =
                level == 0 ? Map.of("compression", codec) : Map.of("compression", codec, "compression_level", level);

        Path path = ParquetFiles.write(folder.resolve("out.parquet"), options, List.of(batch(0, 20_000)));

        assertThat(ParquetFiles.ask(path, SUM)).isEqualTo(EXPECTED);
        assertThat(ParquetFiles.ask(path, "select distinct compression from parquet_metadata($file)"))
                .containsExactly(List.of(name));
    }

    @Test
    void higherLevelsMakeSmallerFiles() throws Exception {
        long fast = size("zstd", 1);
        long small = size("zstd", 19);

        assertThat(small).isLessThan(fast);
    }

    private long size(String codec, int level) throws Exception {
        Map<String, Object> options = Map.of("compression", codec, "compression_level", level);
        return Files.size(ParquetFiles.write(folder.resolve(codec + level), options, List.of(batch(0, 20_000))));
    }

    @ParameterizedTest
    @CsvSource({"csv,GZIP,gz", "csv,ZSTD,zst", "jsonl,GZIP,gz", "jsonl,ZSTD,zst"})
    void wholeFilesOfSeveralPartsInARow(String format, Compression compression, String extension) throws Exception {
        Path path = folder.resolve("out." + format + "." + extension);
        FileFormat text = format.equals("csv") ? new CsvFormat() : new JsonlFormat();
        try (OutputStream out = Files.newOutputStream(path)) {
            for (int part = 0; part < 2; part++) {
                RecordBatch batch = batch(part * 10_000, (part + 1) * 10_000);
                WriterSettings settings = new WriterSettings(
                        batch.schema(), Options.of(text.writeOptions(), Map.of()), part > 0, ParquetFiles.MEMORY);
                try (RecordWriter writer = CompressedWriter.of(text, out, settings, compression, OptionalInt.empty())) {
                    writer.write(batch);
                    writer.finish();
                }
            }
        }

        assertThat(ParquetFiles.ask(path, SUM)).isEqualTo(EXPECTED);
    }
}
