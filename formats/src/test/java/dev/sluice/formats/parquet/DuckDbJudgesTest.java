package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an independent reader makes of the files we write. */
class DuckDbJudgesTest {
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", Type.INT64),
            Field.of("tiny", Type.INT8),
            Field.of("small", Type.INT16),
            Field.of("whole", Type.INT32),
            Field.of("flag", Type.BOOLEAN),
            Field.of("single", Type.FLOAT32),
            Field.of("double", Type.FLOAT64),
            Field.of("d9", new Type.Decimal(9, 2)),
            Field.of("d18", new Type.Decimal(18, 4)),
            Field.of("d38", new Type.Decimal(38, 10)),
            Field.of("numeric", Type.NUMERIC),
            Field.of("text", new Type.Text(20)),
            Field.of("json", Type.JSON),
            Field.of("bytes", Type.BINARY),
            Field.of("uuid", Type.UUID),
            Field.of("day", Type.DATE),
            Field.of("clock", new Type.Time(6)),
            Field.of("at", new Type.Timestamp(6)),
            Field.of("nanos", new Type.Timestamp(9)),
            Field.of("instant", new Type.TimestampTz(6)),
            Field.of("list", new Type.ListOf(new Type.ListOf(Type.INT32))),
            Field.of("map", new Type.MapOf(Type.STRING, Type.INT64)),
            Field.of("struct", new Type.Struct(List.of(Field.of("a", Type.INT32), Field.of("b", Type.STRING)))));

    @TempDir
    private Path folder;

    private static List<Object> full(long id) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("k", 1L);
        map.put("none", null);
        Map<String, Object> struct = new LinkedHashMap<>();
        struct.put("a", null);
        struct.put("b", "");
        return List.of(
                id,
                -128,
                32767,
                -2147483648,
                true,
                1.5f,
                -0.25,
                new BigDecimal("-1234567.89"),
                new BigDecimal("12345678901234.5678"),
                new BigDecimal("-1234567890123456789012345678.0123456789"),
                "12345678901234567890123456789012345678901234567890.5",
                "Grüße",
                "{\"b\": 1, \"a\": 2}",
                new byte[] {0, (byte) 0xFF},
                UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                LocalDate.of(1500, 3, 1),
                LocalTime.of(23, 59, 59, 999_999_000),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(2024, 2, 29, 12, 0, 0, 123_456_789),
                Instant.parse("2024-03-10T07:30:00.000001Z"),
                Arrays.asList(List.of(1, 2), null, List.of(), Arrays.asList((Object) null)),
                map,
                struct);
    }

    private static List<Object> empty(long id) {
        List<Object> row = new ArrayList<>();
        row.add(id);
        IntStream.range(1, SCHEMA.size()).forEach(column -> row.add(null));
        return row;
    }

    private Path file() throws Exception {
        return ParquetFiles.write(
                folder.resolve("all.parquet"), ParquetFiles.batch(SCHEMA, List.of(full(1), empty(2), full(3))));
    }

    @Test
    void everyColumnHasTheTypeThatWasMeant() throws Exception {
        List<String> types = ParquetFiles.ask(file(), "select column_type from (describe select * from $file)").stream()
                .map(List::getFirst)
                .toList();

        assertThat(types)
                .containsExactly(
                        "BIGINT",
                        "TINYINT",
                        "SMALLINT",
                        "INTEGER",
                        "BOOLEAN",
                        "FLOAT",
                        "DOUBLE",
                        "DECIMAL(9,2)",
                        "DECIMAL(18,4)",
                        "DECIMAL(38,10)",
                        "VARCHAR",
                        "VARCHAR",
                        "JSON",
                        "BLOB",
                        "UUID",
                        "DATE",
                        "TIME",
                        "TIMESTAMP",
                        "TIMESTAMP_NS",
                        "TIMESTAMP WITH TIME ZONE",
                        "INTEGER[][]",
                        "MAP(VARCHAR, BIGINT)",
                        "STRUCT(a INTEGER, b VARCHAR)");
    }

    @Test
    void everyValueIsTheOneThatWasWritten() throws Exception {
        String columns = String.join(
                ", ",
                SCHEMA.names().stream()
                        .map(name -> name.equals("instant") ? "epoch_us(instant)" : "\"" + name + "\"::varchar")
                        .toList());

        List<List<String>> rows = ParquetFiles.ask(file(), "select " + columns + " from $file order by id");

        List<String> values = List.of(
                "-128",
                "32767",
                "-2147483648",
                "true",
                "1.5",
                "-0.25",
                "-1234567.89",
                "12345678901234.5678",
                "-1234567890123456789012345678.0123456789",
                "12345678901234567890123456789012345678901234567890.5",
                "Grüße",
                "{\"b\": 1, \"a\": 2}",
                "\\x00\\xFF",
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "1500-03-01",
                "23:59:59.999999",
                "1969-12-31 23:59:59.999999",
                "2024-02-29 12:00:00.123456789",
                "1710055800000001",
                "[[1, 2], NULL, [], [NULL]]",
                "{k=1, none=NULL}",
                "{'a': NULL, 'b': ''}");
        assertThat(rows.get(0).subList(1, SCHEMA.size())).isEqualTo(values);
        assertThat(rows.get(1).subList(1, SCHEMA.size())).containsOnlyNulls();
        assertThat(rows.get(2).subList(1, SCHEMA.size())).isEqualTo(values);
    }

    @Test
    void statisticsGiveTheBoundsAndTheNulls() throws Exception {
        Schema schema = Schema.of(
                Field.of("n", Type.INT32),
                Field.of("d", new Type.Decimal(30, 2)),
                Field.of("f", Type.FLOAT64),
                Field.of("s", Type.STRING));
        List<List<Object>> rows = List.of(
                List.of(-5, new BigDecimal("-1.50"), 0.0, "b"),
                List.of(7, new BigDecimal("100.00"), Double.NaN, "ä"),
                Arrays.asList(null, null, null, null));
        Path path = ParquetFiles.write(folder.resolve("stats.parquet"), ParquetFiles.batch(schema, rows));

        assertThat(ParquetFiles.ask(
                        path,
                        "select path_in_schema, stats_min_value, stats_max_value, stats_null_count"
                                + " from parquet_metadata($file)"))
                .containsExactly(
                        List.of("n", "-5", "7", "1"),
                        List.of("d", "-1.50", "100.00", "1"),
                        List.of("f", "-0.0", "0.0", "1"),
                        List.of("s", "b", "ä", "1"));
    }

    @Test
    void readersThatSkipByStatisticsFindEveryRow() throws Exception {
        Schema schema = Schema.of(Field.required("id", Type.INT64), Field.of("text", Type.STRING));
        List<RecordBatch> batches = new ArrayList<>();
        for (int batch = 0; batch < 12; batch++) {
            List<List<Object>> rows = new ArrayList<>();
            for (long row = 0; row < 10_000; row++) {
                long id = batch * 10_000L + row;
                rows.add(List.of(id, "text of " + id * 7919));
            }
            batches.add(ParquetFiles.batch(schema, rows));
        }
        Path path = ParquetFiles.write(folder.resolve("groups.parquet"), Map.of("row_group_size", "256k"), batches);

        assertThat(ParquetFiles.ask(path, "select count(distinct row_group_id) > 3 from parquet_metadata($file)"))
                .containsExactly(List.of("true"));
        assertThat(ParquetFiles.ask(path, "select id from $file where text = 'text of " + 98_765L * 7919 + "'"))
                .containsExactly(List.of("98765"));
        assertThat(ParquetFiles.ask(path, "select count(*), sum(id) from $file where id >= 119990"))
                .containsExactly(List.of("10", "1199945"));
    }
}
