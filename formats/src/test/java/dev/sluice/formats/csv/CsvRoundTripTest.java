package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvRoundTripTest {
    private static final List<Type> TYPES = List.of(
            Type.BOOLEAN,
            Type.INT8,
            Type.INT16,
            Type.INT32,
            Type.INT64,
            Type.FLOAT32,
            Type.FLOAT64,
            new Type.Decimal(18, 4),
            new Type.Decimal(38, 10),
            Type.NUMERIC,
            Type.STRING,
            new Type.Text(40),
            Type.UUID,
            Type.DATE,
            new Type.Time(9),
            new Type.Timestamp(6),
            new Type.Timestamp(9),
            new Type.TimestampTz(6),
            new Type.TimestampTz(9),
            Type.BINARY);

    private static final String[] PIECES = {
        "\"", ",", "\n", "\r", ";", "é", "日本", "🐎", " ", "x", "NULL", "\0", "'", "\\"
    };

    @TempDir
    Path folder;

    private final Random random = new Random(42);

    @Test
    void whatIsWrittenIsReadBack() throws Exception {
        List<Map<String, String>> dialects = List.of(
                Map.of(),
                Map.of("delimiter", ";", "quote", "'"),
                Map.of("delimiter", "tab", "null_text", "NULL"),
                Map.of("escape", "\\"));
        for (Map<String, String> dialect : dialects) {
            for (int round = 0; round < 5; round++) {
                Schema schema = schema();
                List<List<Object>> rows = rows(schema, 1 + random.nextInt(2500));
                Path path = folder.resolve("round.csv");
                Map<String, Object> writeOptions = new HashMap<>(dialect);
                String lineEnding = List.of("lf", "crlf", "cr").get(round % 3);
                writeOptions.put("line_ending", lineEnding);
                writeOptions.put("quoting", round % 2 == 0 ? "needed" : "all");
                writeOptions.put("encoding", round == 4 ? "utf-8-bom" : "utf-8");
                CsvRows.write(path, writeOptions, false, CsvRows.batch(schema, rows));

                Map<String, Object> readOptions = new HashMap<>(dialect);
                readOptions.put("header", true);
                readOptions.put("line_ending", lineEnding);
                Map<String, String> types = new HashMap<>();
                schema.fields()
                        .forEach(field -> types.put(field.name(), field.type().toString()));
                readOptions.put("column_types", types);
                assertThat(CsvRows.schema(path, readOptions)).isEqualTo(schema);
                assertSameRows(CsvRows.read(path, readOptions), rows);
                assertSameRows(CsvRows.read(path, readOptions, 10_000), rows);
            }
        }
    }

    @Test
    void nullsOfASingleColumnAreReadBack() throws Exception {
        Schema schema = Schema.of(Field.of("only", Type.STRING));
        List<List<Object>> rows =
                List.of(List.of(""), Collections.singletonList(null), List.of("x"), Collections.singletonList(null));
        Path path = folder.resolve("single.csv");
        CsvRows.write(path, Map.of(), false, CsvRows.batch(schema, rows));
        assertThat(path).hasContent("only\n\"\"\n\nx\n\n");
        assertThat(CsvRows.read(path, Map.of())).isEqualTo(rows);
    }

    @Test
    void concatenatedPartsAreOneFile() throws Exception {
        Schema schema = schema();
        RecordBatch first = CsvRows.batch(schema, rows(schema, 30));
        RecordBatch second = CsvRows.batch(schema, rows(schema, 20));
        CsvRows.write(folder.resolve("whole"), Map.of(), false, first, second);
        CsvRows.write(folder.resolve("a"), Map.of(), false, first);
        CsvRows.write(folder.resolve("b"), Map.of(), true, second);
        try (InputFile a = DiskFile.open(folder.resolve("a"));
                InputFile b = DiskFile.open(folder.resolve("b"));
                OutputStream out = Files.newOutputStream(folder.resolve("joined"))) {
            CsvRows.FORMAT.concatenate(List.of(a, b), out);
        }
        assertThat(folder.resolve("joined")).hasSameBinaryContentAs(folder.resolve("whole"));
    }

    @Test
    void anotherReaderSeesTheSameTexts() throws Exception {
        Schema schema = schema();
        List<List<Object>> rows = rows(schema, 3000);
        Path path = folder.resolve("judged.csv");
        CsvRows.write(path, Map.of(), false, CsvRows.batch(schema, rows));
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select * from read_csv('" + path
                        + "', header = true, all_varchar = true, delim = ',', quote = '\"', escape = '\"',"
                        + " new_line = '\\n', parallel = false, allow_quoted_nulls = false)")) {
            for (List<Object> row : rows) {
                assertThat(found.next()).isTrue();
                for (int i = 0; i < row.size(); i++) {
                    Object value = row.get(i);
                    if (schema.type(i) instanceof Type.Text || schema.type(i) == Type.UUID || value == null) {
                        assertThat(found.getString(i + 1)).isEqualTo(value == null ? null : value.toString());
                    } else if (value instanceof BigDecimal decimal) {
                        assertThat(found.getString(i + 1)).isEqualTo(decimal.toPlainString());
                    } else if (value instanceof LocalDate || value instanceof Number) {
                        assertThat(found.getString(i + 1)).isEqualTo(value.toString());
                    }
                }
            }
            assertThat(found.next()).isFalse();
        }
    }

    private static void assertSameRows(List<List<Object>> actual, List<List<Object>> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(Arrays.deepEquals(
                            actual.get(i).toArray(), expected.get(i).toArray()))
                    .as("%s against %s", actual.get(i), expected.get(i))
                    .isTrue();
        }
    }

    private Schema schema() {
        List<Type> types = new ArrayList<>(TYPES);
        Collections.shuffle(types, random);
        List<Field> fields = new ArrayList<>();
        for (Type type : types) {
            fields.add(Field.of("the \"" + type + "\", " + fields.size(), type));
        }
        return Schema.of(fields);
    }

    private List<List<Object>> rows(Schema schema, int count) {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Object> row = new ArrayList<>();
            schema.fields().forEach(field -> row.add(random.nextInt(6) == 0 ? null : value(field.type())));
            rows.add(row);
        }
        return rows;
    }

    private Object value(Type type) {
        long bits = random.nextLong() >> random.nextInt(64);
        return switch (type) {
            case Type.Simple.BOOLEAN -> random.nextBoolean();
            case Type.Simple.INT8 -> (int) (byte) bits;
            case Type.Simple.INT16 -> (int) (short) bits;
            case Type.Simple.INT32 -> (int) bits;
            case Type.Simple.INT64 -> bits;
            case Type.Simple.FLOAT32 -> Float.intBitsToFloat(random.nextInt());
            case Type.Simple.FLOAT64 -> Double.longBitsToDouble(random.nextLong());
            case Type.Decimal(int precision, int scale) ->
                new BigDecimal(
                        new BigInteger(random.nextInt(precision * 3), random)
                                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1)),
                        scale);
            case Type.Simple.NUMERIC -> new BigDecimal(new BigInteger(200, random), 30).toPlainString();
            case Type.Text text -> text();
            case Type.Simple.UUID -> new UUID(random.nextLong(), random.nextLong());
            case Type.Simple.DATE -> LocalDate.ofEpochDay(random.nextInt(8_000_000) - 3_000_000);
            case Type.Time time -> LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
            case Type.Timestamp(int precision) -> LocalDateTime.ofInstant(instant(precision), ZoneOffset.UTC);
            case Type.TimestampTz(int precision) -> instant(precision);
            case Type.Simple.BINARY -> text().getBytes(StandardCharsets.UTF_16);
            default -> throw new IllegalArgumentException(type.toString());
        };
    }

    private Instant instant(int precision) {
        int nanos = random.nextInt(1_000_000_000);
        return Instant.ofEpochSecond(
                random.nextLong(500_000_000_000L) - 200_000_000_000L, precision > 6 ? nanos : nanos / 1000 * 1000);
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }
}
