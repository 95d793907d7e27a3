package dev.sluice.formats.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlWriteTest {
    private static final Schema EVERYTHING = Schema.of(
            Field.of("flag", Type.BOOLEAN),
            Field.of("i8", Type.INT8),
            Field.of("i16", Type.INT16),
            Field.of("i32", Type.INT32),
            Field.of("i64", Type.INT64),
            Field.of("f32", Type.FLOAT32),
            Field.of("f64", Type.FLOAT64),
            Field.of("d9", new Type.Decimal(9, 2)),
            Field.of("d38", new Type.Decimal(38, 10)),
            Field.of("num", Type.NUMERIC),
            Field.of("text \"q\"", Type.STRING),
            Field.of("json", Type.JSON),
            Field.of("uuid", Type.UUID),
            Field.of("day", Type.DATE),
            Field.of("time", new Type.Time(9)),
            Field.of("ts", new Type.Timestamp(6)),
            Field.of("ts9", new Type.Timestamp(9)),
            Field.of("tz", new Type.TimestampTz(6)),
            Field.of("list", new Type.ListOf(new Type.ListOf(Type.STRING))),
            Field.of(
                    "struct",
                    new Type.Struct(List.of(
                            Field.of("a", new Type.Decimal(5, 1)),
                            Field.of("b", new Type.ListOf(new Type.Struct(List.of(Field.of("c", Type.DATE)))))))),
            Field.of("map", new Type.MapOf(Type.STRING, Type.INT64)));

    @TempDir
    Path folder;

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        Random random = new Random(7);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            List<Object> row = full(random);
            for (int j = 0; j < row.size(); j++) {
                if (random.nextInt(6) == 0) {
                    row.set(j, null);
                }
            }
            rows.add(row);
        }
        Path file = folder.resolve("all.jsonl");

        JsonFiles.write(file, EVERYTHING, rows);

        assertThat(JsonFiles.rows(file, EVERYTHING, 1 << 12)).isEqualTo(rows);
    }

    private static List<Object> full(Random random) {
        Map<Object, Object> struct = new LinkedHashMap<>();
        Map<Object, Object> inner = new LinkedHashMap<>();
        inner.put("c", random.nextBoolean() ? null : LocalDate.ofEpochDay(random.nextInt(20_000)));
        struct.put("a", new BigDecimal("12.5"));
        struct.put("b", random.nextBoolean() ? List.of(inner, inner) : Collections.singletonList(null));
        Map<Object, Object> map = new LinkedHashMap<>();
        map.put("k\"\n", random.nextLong());
        map.put("", null);
        return new ArrayList<>(Arrays.asList(
                random.nextBoolean(),
                (int) (byte) random.nextInt(),
                (int) (short) random.nextInt(),
                random.nextInt(),
                random.nextLong(),
                random.nextInt(9) == 0 ? Float.NaN : random.nextFloat(),
                random.nextInt(9) == 0 ? Double.NEGATIVE_INFINITY : random.nextDouble() * 1e200,
                BigDecimal.valueOf(random.nextInt(999_999_999), 2),
                new BigDecimal("-1234567890123456789012345678.0123456789"),
                random.nextInt(9) == 0 ? "NaN" : "123456789012345678901234567890123456789012345.10",
                "é😀\u0000\t\"\\" + random.nextInt(),
                "{\"b\": 1.10, \"a\": [null]}",
                new UUID(random.nextLong(), random.nextLong()),
                LocalDate.of(1 + random.nextInt(9998), 2, 28),
                LocalTime.ofNanoOfDay(random.nextInt(1_000_000_000)),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                LocalDateTime.of(2024, 3, 10, 2, 30, 0, random.nextInt(1_000_000_000)),
                Instant.parse("2024-03-10T02:30:00.000001Z"),
                List.of(List.of("x", ""), List.of()),
                struct,
                map));
    }

    @Test
    void contract07NullsAreWrittenAsNullsAndTextsAreNot() throws Exception {
        Path file = folder.resolve("nulls.jsonl");
        Schema schema = Schema.of(Field.of("a", Type.STRING), Field.of("b", Type.JSON));

        JsonFiles.write(file, schema, List.of(Arrays.asList(null, "[1,\n 2]"), Arrays.asList("", null)));

        assertThat(file).hasContent("{\"a\":null,\"b\":[1,  2]}\n{\"a\":\"\",\"b\":null}\n");
    }

    @Test
    void anotherReaderSeesTheSameValues() throws Exception {
        Path file = folder.resolve("judge.jsonl");
        Random random = new Random(3);
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rows.add(full(random));
        }
        JsonFiles.write(file, EVERYTHING, rows);

        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                ResultSet result = statement.executeQuery("select i64, d9::varchar, \"text \"\"q\"\"\", day::varchar,"
                        + " ts::varchar, uuid::varchar, struct.a::varchar, len(list)"
                        + " from read_json('" + file + "', format = 'newline_delimited', columns = {i64: 'bigint',"
                        + " d9: 'decimal(9,2)', \"text \"\"q\"\"\": 'varchar', day: 'date', ts: 'timestamp',"
                        + " uuid: 'uuid', struct: 'struct(a decimal(5,1))', list: 'varchar[][]'})")) {
            for (List<Object> row : rows) {
                assertThat(result.next()).isTrue();
                assertThat(result.getLong(1)).isEqualTo(row.get(4));
                assertThat(result.getString(2)).isEqualTo(row.get(7).toString());
                assertThat(result.getString(3)).isEqualTo(row.get(10));
                assertThat(result.getString(4)).isEqualTo(row.get(13).toString());
                assertThat(result.getString(5)).isEqualTo("1969-12-31 23:59:59.999999");
                assertThat(result.getString(6)).isEqualTo(row.get(12).toString());
                assertThat(result.getString(7)).isEqualTo("12.5");
                assertThat(result.getInt(8)).isEqualTo(2);
            }
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void whatAnotherWriterWroteIsRead() throws Exception {
        Path file = folder.resolve("duck.jsonl");
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute(
                    "copy (select i as id, i / 4.0 as quarter, 'ü' || i as name, date '2024-01-01' + i::int as day,"
                            + " [i, i + 1] as pair, {'x': i, 'y': null} as point from range(1000) t(i)) to '" + file
                            + "' (format json)");
        }

        Schema schema = JsonFiles.schema(file, Map.of());
        List<List<Object>> rows = JsonFiles.rows(file, schema, 1 << 10);

        assertThat(schema)
                .hasToString("(id: int64, quarter: decimal(5,2), name: string, day: date, pair: list<int64>,"
                        + " point: struct<x: int64, y: string>)");
        assertThat(rows).hasSize(1000);
        assertThat(rows.get(7).subList(0, 5))
                .isEqualTo(List.of(7L, new BigDecimal("1.75"), "ü7", LocalDate.of(2024, 1, 8), List.of(7L, 8L)));
        assertThat(Files.readAllLines(file)).hasSize(1000);
    }

    @Test
    void base64IsReadBackAsBytes() throws Exception {
        Path file =
                JsonFiles.file(folder, "{\"b\":\"" + Base64.getEncoder().encodeToString(new byte[] {0, -1, 7}) + "\"}");

        assertThat((byte[]) JsonFiles.rows(file, Schema.of(Field.of("b", Type.BINARY)), 100)
                        .get(0)
                        .get(0))
                .containsExactly(0, -1, 7);
    }
}
