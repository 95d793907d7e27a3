package dev.sluice.formats.parquet;

import static dev.sluice.testkit.data.BatchAssert.assertThatRows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.BatchSize;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Columns outside of lists and structs are decoded by code of our own, others through Hardwood: it must not show. With a
 * list beside them, the same columns of the same file are read through Hardwood.
 */
class FlatColumnsTest {
    private static final int ROWS = 25_000;

    @TempDir
    private Path folder;

    private static List<List<Object>> rows(List<RecordBatch> batches, int columns) {
        List<List<Object>> rows = new ArrayList<>();
        for (RecordBatch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                rows.add(Values.row(batch, row).subList(0, columns).stream()
                        .map(value -> value instanceof byte[] bytes ? (Object) ByteBuffer.wrap(bytes) : value)
                        .toList());
            }
        }
        return rows;
    }

    /** The last column of the file is a list. */
    private static void assertThatBothReadTheSame(Path path, int batchRows) throws Exception {
        Schema all = ParquetFiles.schema(path);
        assertThat(all.fields().getLast().type()).isInstanceOf(Type.ListOf.class);
        Schema flat = Schema.of(all.fields().subList(0, all.size() - 1));
        BatchSize size = new BatchSize(batchRows, 64 << 20);

        List<List<Object>> ours = rows(ParquetFiles.read(path, flat, size, 1 << 20), flat.size());
        List<List<Object>> hardwoods = rows(ParquetFiles.read(path, all, size, 1 << 20), flat.size());

        assertThat(ours).hasSize(ROWS);
        for (int row = 0; row < ROWS; row++) {
            assertThat(ours.get(row)).isEqualTo(hardwoods.get(row));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compression snappy",
                "compression zstd",
                "compression gzip",
                "compression lz4_raw",
                "compression uncompressed",
                "parquet_version v2",
                "compression snappy, dictionary_size_limit 1",
            })
    void filesOfOthersAreReadAsThroughHardwood(String option) throws Exception {
        String values = "i::bigint a, (i % 9)::int b, i::smallint % 100 c, i / 7.0::double d, (i % 50)::float e,"
                + " i % 3 = 0 f, 'few ' || (i % 10) g, repeat('many', (i % 40)::int) || i h,"
                + " (i % 1000)::decimal(9,2) j, i::decimal(18,3) k, (i * 1000003)::decimal(30,2) l,"
                + " date '2000-01-01' + (i % 3000)::int m, timestamp '2020-01-01' + interval (i) second n,"
                + " md5(i::text)::uuid o, ('b' || i)::blob p, case when i < 12000 then null else 'x' end q";
        String query = "select " + values + ", [i] z from range(" + ROWS + ") t(i)";
        Path whole = ParquetFiles.copy(folder.resolve("whole.parquet"), query, ", row_group_size 9000, " + option);
        assertThatBothReadTheSame(whole, 1000);

        String replaced = "abcdefghjklmnop"
                .chars()
                .mapToObj(name -> String.format(
                        "case when hash(z[1] * 31 + %d) %% 5 = 0 then null else %c end as %c", name, name, name))
                .collect(Collectors.joining(", "));
        String holes = "select * replace (" + replaced + ") from (" + query + ")";
        Path holed = ParquetFiles.copy(folder.resolve("holed.parquet"), holes, ", row_group_size 9000, " + option);
        assertThatBothReadTheSame(holed, 777);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 400, 1_000_000})
    void filesOfOursAreReadAsThroughHardwood(int distinct) throws Exception {
        Schema schema = Schema.of(
                Field.required("long", Type.INT64),
                Field.of("int", Type.INT32),
                Field.of("small", Type.INT16),
                Field.of("real", Type.FLOAT64),
                Field.of("flag", Type.BOOLEAN),
                Field.of("wide", new Type.Decimal(38, 4)),
                Field.of("text", Type.STRING),
                Field.required("name", Type.STRING),
                Field.of("list", new Type.ListOf(Type.INT64)));
        Random random = new Random(distinct);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(RandomRows.row(schema, random, distinct));
        }
        RecordBatch batch = ParquetFiles.batch(schema, rows);
        Path path =
                ParquetFiles.write(folder.resolve("ours.parquet"), Map.of("row_group_size", "256k"), List.of(batch));

        assertThatBothReadTheSame(path, 1500);
        assertThatRows(ParquetFiles.read(path)).hasRows(batch);
    }

    @Test
    void aValueLargerThanWhatIsReadAtATimeIsRead() throws Exception {
        Schema schema = Schema.of(Field.of("text", Type.STRING), Field.of("few", Type.STRING));
        String large = "large ".repeat(700_000);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add(List.of(i % 40 == 0 ? large + i : "small " + i, i % 2 == 0 ? "even" : "odd"));
        }
        Path path = ParquetFiles.write(folder.resolve("large.parquet"), ParquetFiles.batch(schema, rows));

        assertThat(ParquetFiles.rows(path)).isEqualTo(rows);
    }
}
