package dev.sluice.formats.avro;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.FormatRows;
import dev.sluice.formats.StoredBytes;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.avro.Conversions;
import org.apache.avro.LogicalTypes;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.file.SeekableByteArrayInput;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Apache Avro's own reader reads what we write, and we read what its writer writes. */
class AvroJudgesTest {
    private static final FormatRows AVRO = new FormatRows(new AvroFormat());

    private static final Schema EVERYTHING = Schema.of(
            Field.required("flag", Type.BOOLEAN),
            Field.of("i16", Type.INT16),
            Field.of("i32", Type.INT32),
            Field.of("i64", Type.INT64),
            Field.of("f32", Type.FLOAT32),
            Field.of("f64", Type.FLOAT64),
            Field.of("d9", new Type.Decimal(9, 2)),
            Field.of("d38", new Type.Decimal(38, 10)),
            Field.of("num", Type.NUMERIC),
            Field.of("a text, quoted", Type.STRING),
            Field.of("bin", Type.BINARY),
            Field.of("uuid", Type.UUID),
            Field.of("day", Type.DATE),
            Field.of("time", new Type.Time(6)),
            Field.of("ts", new Type.Timestamp(6)),
            Field.of("ts9", new Type.Timestamp(9)),
            Field.of("tz", new Type.TimestampTz(6)),
            Field.of("list", new Type.ListOf(Type.STRING)),
            Field.of("struct", new Type.Struct(List.of(Field.of("x y", Type.INT32), Field.of("when", Type.DATE)))),
            Field.of("map", new Type.MapOf(Type.STRING, Type.INT64)),
            Field.of("keyed", new Type.MapOf(Type.INT32, Type.STRING)));

    private static final List<Object> FULL = List.of(
            true,
            -300,
            Integer.MIN_VALUE,
            Long.MIN_VALUE,
            1.5f,
            -0.1,
            new BigDecimal("-1234567.89"),
            new BigDecimal("-1234567890123456789012345678.0123456789"),
            "123.450",
            "tëxt \uD83D\uDE00",
            new byte[] {0, -1, 127},
            UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"),
            LocalDate.of(1582, 10, 10),
            LocalTime.of(23, 59, 59, 999_999_000),
            LocalDateTime.parse("1969-12-31T23:59:59.999999"),
            LocalDateTime.parse("1969-12-31T23:59:59.999999999"),
            Instant.parse("2024-11-03T05:30:00.000001Z"),
            Arrays.asList("a", null, ""),
            Map.of("x y", 7, "when", LocalDate.of(2024, 2, 29)),
            Map.of("key", 1L),
            Map.of(5, "five"));

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void avroReadsWhatWeWrite(String codec) throws Exception {
        List<Object> nulls = new ArrayList<>(Collections.nCopies(FULL.size(), null));
        nulls.set(0, false);
        StoredBytes file = AVRO.write(EVERYTHING, List.of(FULL, nulls), Map.of("compression", codec));

        List<GenericRecord> records = readWithAvro(file);

        GenericRecord full = records.getFirst();
        assertThat(full.get("flag")).isEqualTo(true);
        assertThat(full.get("i16")).isEqualTo(-300);
        assertThat(full.get("i32")).isEqualTo(Integer.MIN_VALUE);
        assertThat(full.get("i64")).isEqualTo(Long.MIN_VALUE);
        assertThat(full.get("f32")).isEqualTo(1.5f);
        assertThat(full.get("f64")).isEqualTo(-0.1);
        assertThat(full.get("d9")).isEqualTo(FULL.get(6));
        assertThat(full.get("d38")).isEqualTo(FULL.get(7));
        assertThat(full.get("num")).hasToString("123.450");
        assertThat(full.get("a_text__quoted")).hasToString("tëxt \uD83D\uDE00");
        assertThat(full.get("bin")).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1, 127}));
        assertThat(full.get("uuid")).isEqualTo(FULL.get(11));
        assertThat(full.get("day")).isEqualTo(FULL.get(12));
        assertThat(full.get("time")).isEqualTo(FULL.get(13));
        assertThat(full.get("ts")).isEqualTo(FULL.get(14));
        assertThat(full.get("ts9")).isEqualTo(FULL.get(15));
        assertThat(full.get("tz")).isEqualTo(FULL.get(16));
        assertThat(full.get("list")).hasToString("[a, null, ]");
        assertThat(full.get("struct")).hasToString("{\"x_y\": 7, \"when\": \"2024-02-29\"}");
        assertThat(full.get("map")).hasToString("{key=1}");
        assertThat(full.get("keyed")).hasToString("[{\"key\": 5, \"value\": \"five\"}]");
        for (int i = 1; i < EVERYTHING.size(); i++) {
            assertThat(records.getLast().get(i)).isNull();
        }
        assertThat(AVRO.schema(file, Map.of()).fields())
                .extracting(Field::name, Field::type, Field::nullable)
                .isEqualTo(EVERYTHING.fields().stream()
                        .map(field -> org.assertj.core.groups.Tuple.tuple(field.name(), field.type(), field.nullable()))
                        .toList());
    }

    private static GenericData conversions() {
        GenericData data = new GenericData();
        data.addLogicalTypeConversion(new Conversions.DecimalConversion());
        data.addLogicalTypeConversion(new Conversions.UUIDConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.DateConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.TimeMicrosConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.TimestampMicrosConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.LocalTimestampMicrosConversion());
        data.addLogicalTypeConversion(new org.apache.avro.data.TimeConversions.LocalTimestampNanosConversion());
        return data;
    }

    private static List<GenericRecord> readWithAvro(StoredBytes file) throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        GenericDatumReader<GenericRecord> datum = new GenericDatumReader<>(null, null, conversions());
        try (DataFileReader<GenericRecord> reader =
                new DataFileReader<>(new SeekableByteArrayInput(file.content()), datum)) {
            reader.forEachRemaining(records::add);
        }
        return records;
    }

    static StoredBytes writeWithAvro(String schemaJson, CodecFactory codec, List<Consumer<GenericRecord>> rows)
            throws IOException {
        org.apache.avro.Schema schema = new org.apache.avro.Schema.Parser().parse(schemaJson);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DataFileWriter<GenericRecord> writer = new DataFileWriter<>(new GenericDatumWriter<>(schema))) {
            writer.setCodec(codec);
            writer.setSyncInterval(1 << 10);
            writer.create(schema, out);
            for (Consumer<GenericRecord> row : rows) {
                GenericRecord record = new GenericData.Record(schema);
                row.accept(record);
                writer.append(record);
            }
        }
        return AVRO.file(out.toByteArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void weReadEveryBlockThatAvroWrites(String codec) throws Exception {
        List<Consumer<GenericRecord>> rows = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int id = i;
            rows.add(record -> {
                record.put("id", id);
                record.put("text", id % 3 == 0 ? null : "text " + id);
            });
        }
        StoredBytes file = writeWithAvro("""
            {"type": "record", "name": "r", "fields": [
              {"name": "id", "type": "int"}, {"name": "text", "type": ["null", "string"]}]}
            """, CodecFactory.fromString(codec), rows);

        for (long target : List.of(1L, 5000L, Long.MAX_VALUE)) {
            List<List<Object>> read = AVRO.rows(file, Map.of(), target);
            assertThat(read).hasSize(5000);
            assertThat(read.get(4999)).containsExactly(4999, "text 4999");
            assertThat(read.get(3)).containsExactly(3, null);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void recordsOfNoBytesAreRead(String codec) throws Exception {
        StoredBytes file = writeWithAvro("""
            {"type": "record", "name": "r", "fields": [{"name": "n", "type": "null"}]}
            """, CodecFactory.fromString(codec), List.of(record -> {}, record -> {}));
        assertThat(AVRO.rows(file, Map.of(), Long.MAX_VALUE))
                .containsExactly(Collections.singletonList(null), Collections.singletonList(null));
    }

    @Test
    void everyLogicalTypeOfTheSpecificationIsRead() throws Exception {
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, Object> expected = new LinkedHashMap<>();
        add(
                fields,
                expected,
                type("bytes", "decimal", ",\"precision\":9,\"scale\":2"),
                ByteBuffer.wrap(BigInteger.valueOf(-12345).toByteArray()),
                new BigDecimal("-123.45"));
        add(
                fields,
                expected,
                "{\"type\":\"fixed\",\"name\":\"d20\",\"size\":20,\"logicalType\":\"decimal\","
                        + "\"precision\":30,\"scale\":5}",
                fixed("d20", 20, BigInteger.valueOf(-7)),
                new BigDecimal("-0.00007"));
        add(
                fields,
                expected,
                type("bytes", "decimal", ",\"precision\":60,\"scale\":3"),
                ByteBuffer.wrap(BigInteger.TEN.pow(50).toByteArray()),
                BigDecimal.valueOf(1, -50).setScale(0).movePointLeft(3).toPlainString());
        add(
                fields,
                expected,
                type("string", "uuid", ""),
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        add(
                fields,
                expected,
                "{\"type\":\"fixed\",\"name\":\"u16\",\"size\":16,\"logicalType\":\"uuid\"}",
                fixed("u16", 16, new BigInteger("6ba7b8109dad11d180b400c04fd430c8", 16)),
                UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8"));
        add(fields, expected, type("int", "date", ""), -1, LocalDate.of(1969, 12, 31));
        add(fields, expected, type("int", "time-millis", ""), 86_399_999, LocalTime.parse("23:59:59.999"));
        add(fields, expected, type("long", "time-micros", ""), 1L, LocalTime.parse("00:00:00.000001"));
        add(fields, expected, type("long", "timestamp-millis", ""), -1L, Instant.parse("1969-12-31T23:59:59.999Z"));
        add(fields, expected, type("long", "timestamp-micros", ""), -1L, Instant.parse("1969-12-31T23:59:59.999999Z"));
        add(
                fields,
                expected,
                type("long", "timestamp-nanos", ""),
                -1L,
                Instant.parse("1969-12-31T23:59:59.999999999Z"));
        add(
                fields,
                expected,
                type("long", "local-timestamp-millis", ""),
                1L,
                LocalDateTime.parse("1970-01-01T00:00:00.001"));
        add(
                fields,
                expected,
                type("long", "local-timestamp-micros", ""),
                1L,
                LocalDateTime.parse("1970-01-01T00:00:00.000001"));
        add(
                fields,
                expected,
                type("long", "local-timestamp-nanos", ""),
                1L,
                LocalDateTime.parse("1970-01-01T00:00:00.000000001"));
        add(
                fields,
                expected,
                "{\"type\":\"fixed\",\"name\":\"dur\",\"size\":12,\"logicalType\":\"duration\"}",
                fixed("dur", 12, new BigInteger("0e0000000300000074090100", 16)),
                "P14M3DT67.956S");
        add(
                fields,
                expected,
                type("bytes", "big-decimal", ""),
                new Conversions.BigDecimalConversion()
                        .toBytes(new BigDecimal("-12.340"), null, LogicalTypes.bigDecimal()),
                "-12.340");
        add(fields, expected, type("string", "no-such-type", ""), "kept", "kept");
        add(fields, expected, type("int", "timestamp-micros", ""), 5, 5);
        List<String> names = List.copyOf(fields.keySet());
        StringBuilder schema = new StringBuilder("{\"type\":\"record\",\"name\":\"r\",\"fields\":[");
        for (int i = 0; i < names.size(); i++) {
            schema.append(i > 0 ? "," : "")
                    .append("{\"name\":\"f")
                    .append(i)
                    .append("\",\"type\":")
                    .append(names.get(i).substring(names.get(i).indexOf(' ') + 1))
                    .append('}');
        }
        StoredBytes file = writeWithAvro(schema + "]}", CodecFactory.nullCodec(), List.of(record -> {
            for (int i = 0; i < names.size(); i++) {
                record.put(i, fields.get(names.get(i)));
            }
        }));

        assertThat(AVRO.rows(file, Map.of()).getFirst()).isEqualTo(List.copyOf(expected.values()));
    }

    private static String type(String type, String logical, String more) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"" + more + "}";
    }

    private static void add(
            Map<String, Object> fields, Map<String, Object> expected, String type, Object value, Object read) {
        fields.put(fields.size() + " " + type, value);
        expected.put(expected.size() + " " + type, read);
    }

    private static GenericData.Fixed fixed(String name, int size, BigInteger value) {
        byte[] bytes = new byte[size];
        byte[] shortest = value.toByteArray();
        Arrays.fill(bytes, (byte) (value.signum() < 0 ? -1 : 0));
        int length = Math.min(size, shortest.length);
        System.arraycopy(shortest, shortest.length - length, bytes, size - length, length);
        return new GenericData.Fixed(org.apache.avro.Schema.createFixed(name, null, null, size), bytes);
    }

    @Test
    void unionsEnumsFixedMapsArraysAndRecordsAreRead() throws Exception {
        StoredBytes file = writeWithAvro(
                """
                {"type": "record", "name": "r", "namespace": "a.b", "fields": [
                  {"name": "number", "type": ["int", "null", "long"]},
                  {"name": "any", "type": ["null", "int", "string", {"type": "array", "items": "boolean"}]},
                  {"name": "colour", "type": {"type": "enum", "name": "Colour", "symbols": ["RED", "GREEN"]}},
                  {"name": "again", "type": ["null", "Colour"]},
                  {"name": "code", "type": {"type": "fixed", "name": "Code", "size": 3}},
                  {"name": "points", "type": {"type": "array", "items":
                    {"type": "record", "name": "Point", "fields": [{"name": "x", "type": "float"}]}}},
                  {"name": "point", "type": ["Point", "null"]},
                  {"name": "counts", "type": {"type": "map", "values": ["null", "long"]}},
                  {"name": "nothing", "type": "null"}]}
                """,
                CodecFactory.nullCodec(),
                List.of(
                        record -> fillNested(record, 1L << 40, 5),
                        record -> fillNested(record, 7, "five"),
                        record -> fillNested(record, null, List.of(true, false)),
                        record -> fillNested(record, 1, null)));

        assertThat(AVRO.schema(file, Map.of()))
                .hasToString("(number: int64, any: json, colour: string not null, again: string, code: binary not null,"
                        + " points: list<struct<x: float32>> not null, point: struct<x: float32>,"
                        + " counts: map<string, int64> not null, nothing: string)");
        List<List<Object>> rows = AVRO.rows(file, Map.of());
        assertThat(rows).extracting(row -> row.get(0)).containsExactly(1L << 40, 7L, null, 1L);
        assertThat(rows).extracting(row -> row.get(1)).containsExactly("5", "\"five\"", "[true,false]", null);
        assertThat(rows.getFirst().subList(2, 4)).containsExactly("GREEN", "GREEN");
        assertThat((byte[]) rows.getFirst().get(4)).containsExactly(1, 2, 3);
        assertThat(rows.getFirst().get(5)).isEqualTo(List.of(Map.of("x", 1.5f), Map.of("x", -2f)));
        assertThat(rows.getFirst().get(6)).isEqualTo(Map.of("x", 1.5f));
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("one", 1L);
        counts.put("none", null);
        assertThat(rows.getFirst().get(7)).isEqualTo(counts);
        assertThat(rows.getFirst().get(8)).isNull();
    }

    private static void fillNested(GenericRecord record, Object number, Object any) {
        org.apache.avro.Schema schema = record.getSchema();
        record.put("number", number);
        record.put("any", any);
        GenericData.EnumSymbol green =
                new GenericData.EnumSymbol(schema.getField("colour").schema(), "GREEN");
        record.put("colour", green);
        record.put("again", green);
        record.put("code", new GenericData.Fixed(schema.getField("code").schema(), new byte[] {1, 2, 3}));
        org.apache.avro.Schema point = schema.getField("points").schema().getElementType();
        GenericRecord first = new GenericData.Record(point);
        first.put("x", 1.5f);
        GenericRecord second = new GenericData.Record(point);
        second.put("x", -2f);
        record.put("points", List.of(first, second));
        record.put("point", first);
        Map<String, Object> counts = new LinkedHashMap<>();
        counts.put("one", 1L);
        counts.put("none", null);
        record.put("counts", counts);
    }

    @Test
    void whatWeWriteIsOneFileOfManyBlocksToAvro() throws Exception {
        List<List<Object>> rows = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            rows.add(List.of((long) i, "some text that fills the blocks, row " + i));
        }
        StoredBytes file =
                AVRO.write(Schema.of(Field.of("id", Type.INT64), Field.of("text", Type.STRING)), rows, Map.of());

        List<GenericRecord> read = readWithAvro(file);

        assertThat(read).hasSize(20_000);
        assertThat(read.getLast().get("text")).hasToString("some text that fills the blocks, row 19999");
        assertThat(new String(file.content(), 0, 3, StandardCharsets.UTF_8)).isEqualTo("Obj");
    }
}
