package dev.sluice.formats.parquet;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parts of a file, one after the other, are the file. */
class ConcatenationTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", Type.INT64),
            Field.of("text", Type.STRING),
            Field.of("tags", new Type.ListOf(Type.STRING)));

    @TempDir
    private Path folder;

    private Path concatenate(Path... parts) throws IOException {
        List<InputFile> files = new ArrayList<>();
        Path whole = folder.resolve("whole.parquet");
        try (OutputStream out = Files.newOutputStream(whole)) {
            for (Path part : parts) {
                files.add(ParquetFiles.open(part));
            }
            ParquetFiles.FORMAT.concatenate(files, out);
        } finally {
            for (InputFile file : files) {
                file.close();
            }
        }
        return whole;
    }

    private static RecordBatch batch(int rows, long seed) {
        Random random = new Random(seed);
        List<List<Object>> values = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            values.add(RandomRows.row(SCHEMA, random, 100));
        }
        return ParquetFiles.batch(SCHEMA, values);
    }

    @Test
    void theWholeHasTheRowsOfItsPartsInOrder() throws Exception {
        RecordBatch first = batch(3000, 1);
        RecordBatch none = batch(0, 2);
        RecordBatch last = batch(5000, 3);

        Path whole = concatenate(
                ParquetFiles.write(folder.resolve("1.parquet"), first),
                ParquetFiles.write(folder.resolve("2.parquet"), none),
                ParquetFiles.write(folder.resolve("3.parquet"), last));

        assertThatRows(ParquetFiles.read(whole)).hasRows(first, last);
        assertThat(ParquetFiles.schema(whole)).isEqualTo(SCHEMA);
        assertThat(ParquetFiles.ask(whole, "select count(*), sum(id), sum(len(tags)), min(text) from $file"))
                .isEqualTo(ParquetFiles.ask(
                        ParquetFiles.write(folder.resolve("single.parquet"), first, last),
                        "select count(*), sum(id), sum(len(tags)), min(text) from $file"));
    }

    @Test
    void partsOfOtherColumnsAreRefused() throws Exception {
        Path one = ParquetFiles.write(folder.resolve("1.parquet"), batch(1, 1));
        Path other = ParquetFiles.write(
                folder.resolve("2.parquet"),
                ParquetFiles.batch(Schema.of(Field.of("id", Type.INT32)), List.of(List.of(1))));

        assertThatThrownBy(() -> concatenate(one, other))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.INCOMPATIBLE_SCHEMA))
                .hasMessageContaining("2.parquet has other columns than 1.parquet");
    }
}
