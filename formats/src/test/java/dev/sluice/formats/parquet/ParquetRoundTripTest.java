package dev.sluice.formats.parquet;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.data.Oddity;
import dev.sluice.testkit.data.TypeMatrix;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written comes back: values, types, nulls. */
class ParquetRoundTripTest {
    @TempDir
    private Path folder;

    private static RecordBatch matrix() {
        return TypeMatrix.all().without(Oddity.BEYOND_LONG_NANOSECONDS).batch();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void everyTypeComesBackWithItsValuesAndNulls(String compression) throws Exception {
        RecordBatch matrix = matrix();
        Path path = ParquetFiles.write(
                folder.resolve("matrix.parquet"), Map.of("compression", compression), List.of(matrix));

        assertThatRows(ParquetFiles.read(path)).hasRows(matrix);
    }

    @Test
    void declaredTypesComeBackThatParquetHasNoWordsFor() throws IOException {
        Schema schema = Schema.of(
                Field.of("name", new Type.Text(20)),
                Field.of("at", new Type.Timestamp(3)),
                Field.required("seen", new Type.TimestampTz(0)),
                Field.of("amount", Type.NUMERIC),
                Field.of("took", Type.INTERVAL),
                Field.of("tags", new Type.ListOf(new Type.Text(5))));
        Path path = ParquetFiles.write(folder.resolve("types.parquet"), ParquetFiles.batch(schema, List.of()));

        assertThat(ParquetFiles.schema(path)).isEqualTo(schema);
    }

    @Test
    void aFileWithoutRowsHasItsColumns() throws Exception {
        Schema schema = Schema.of(Field.of("a", Type.INT32), Field.required("b", Type.STRING));
        Path path = ParquetFiles.write(folder.resolve("empty.parquet"), ParquetFiles.batch(schema, List.of()));

        assertThat(ParquetFiles.schema(path)).isEqualTo(schema);
        assertThat(ParquetFiles.rows(path)).isEmpty();
    }

    @Test
    void onlyTheColumnsAskedForAreRead() throws Exception {
        RecordBatch matrix = matrix();
        Path path = ParquetFiles.write(folder.resolve("matrix.parquet"), matrix);
        List<Integer> picked = List.of(matrix.schema().size() - 1, 3, 0);
        Schema wanted = Schema.of(picked.stream().map(matrix.schema()::field).toList());
        RecordBatch expected = new RecordBatch(
                wanted, matrix.rowCount(), picked.stream().map(matrix::column).toList());

        assertThatRows(ParquetFiles.read(path, wanted, ParquetFiles.BATCHES, Long.MAX_VALUE))
                .hasRows(expected);
    }

    @Test
    void aColumnTheFileDoesNotHaveIsNamed() throws IOException {
        Path path = ParquetFiles.write(
                folder.resolve("a.parquet"),
                ParquetFiles.batch(Schema.of(Field.of("id", Type.INT64)), List.of(List.of(1L))));

        assertThatThrownBy(() -> ParquetFiles.read(
                        path, Schema.of(Field.of("idd", Type.INT64)), ParquetFiles.BATCHES, Long.MAX_VALUE))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("a.parquet has no column 'idd'; it has 'id'");
    }

    @Test
    void theFirstAndTheLastNanosecondComeBack() throws Exception {
        Schema schema = Schema.of(Field.of("at", new Type.Timestamp(9)));
        RecordBatch batch = ParquetFiles.batch(
                schema,
                List.of(
                        List.of(LocalDateTime.parse("1677-09-21T00:12:43.145224192")),
                        List.of(LocalDateTime.parse("1677-09-21T00:12:43.145225")),
                        List.of(LocalDateTime.parse("1969-12-31T23:59:59.999999999")),
                        List.of(LocalDateTime.parse("2262-04-11T23:47:16.854775807"))));
        Path path = ParquetFiles.write(folder.resolve("n.parquet"), batch);

        assertThatRows(ParquetFiles.read(path)).hasRows(batch);
    }

    @Test
    void aTimestampThatNanosecondsCannotReachIsRefused() {
        Schema schema = Schema.of(Field.of("at", new Type.Timestamp(9)));
        RecordBatch batch = ParquetFiles.batch(schema, List.of(List.of(LocalDateTime.of(2500, 1, 1, 0, 0))));

        assertThatThrownBy(() -> ParquetFiles.write(folder.resolve("n.parquet"), batch))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        problem -> assertThat(problem.code()).isEqualTo(ErrorCode.VALUE_REFUSED))
                .hasMessageContaining("column 'at'")
                .hasMessageContaining("timestamp(6)");
    }

    @Test
    void aNullInAColumnDeclaredWithoutIsRefused() {
        Schema schema = Schema.of(Field.required("id", Type.INT64));
        RecordBatch batch = ParquetFiles.batch(schema, List.of(Arrays.asList((Object) null)));

        assertThatThrownBy(() -> ParquetFiles.write(folder.resolve("n.parquet"), batch))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("column 'id' is declared without nulls");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyBatchesComeBackInOrder(long seed) throws Exception {
        Random random = new Random(seed);
        Schema schema = Schema.of(
                Field.required("id", Type.INT64),
                Field.of("small", Type.INT16),
                Field.of("amount", new Type.Decimal(25, 3)),
                Field.of("price", Type.FLOAT64),
                Field.of("flag", Type.BOOLEAN),
                Field.of("text", Type.STRING),
                Field.of("tags", new Type.ListOf(new Type.ListOf(Type.STRING))),
                Field.of(
                        "place",
                        new Type.Struct(List.of(
                                Field.of("x", Type.INT32),
                                Field.of("names", new Type.MapOf(Type.STRING, new Type.ListOf(Type.INT64)))))));
        int distinct = random.nextBoolean() ? 3 : 1_000_000;
        List<RecordBatch> batches = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            List<List<Object>> rows = new ArrayList<>();
            int count = random.nextInt(9000);
            for (int row = 0; row < count; row++) {
                rows.add(RandomRows.row(schema, random, distinct));
            }
            batches.add(ParquetFiles.batch(schema, rows));
        }
        Path path = ParquetFiles.write(folder.resolve("random.parquet"), Map.of("row_group_size", "300k"), batches);

        List<RecordBatch> read =
                ParquetFiles.read(path, schema, new BatchSize(1 + random.nextInt(5000), 1 << 20), 200 << 10);

        assertThatRows(read).hasRows(batches);
        assertThat(ParquetFiles.ranges(path, 200 << 10)).hasSizeGreaterThan(1);
        assertThat(ParquetFiles.ask(path, "select count(*), sum(id) from $file"))
                .isEqualTo(ParquetFiles.ask(path, "select count(*), sum(id) from (select * from $file)"));
    }
}
