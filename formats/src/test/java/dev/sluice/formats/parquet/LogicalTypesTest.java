package dev.sluice.formats.parquet;

import static dev.sluice.formats.parquet.HandMadeParquet.column;
import static dev.sluice.formats.parquet.HandMadeParquet.ints;
import static dev.sluice.formats.parquet.HandMadeParquet.join;
import static dev.sluice.formats.parquet.HandMadeParquet.levels;
import static dev.sluice.formats.parquet.HandMadeParquet.longs;
import static dev.sluice.formats.parquet.HandMadeParquet.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import net.jpountz.lz4.LZ4Factory;
import org.apache.parquet.format.BsonType;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.DateType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EnumType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.Float16Type;
import org.apache.parquet.format.GeographyType;
import org.apache.parquet.format.GeometryType;
import org.apache.parquet.format.IntType;
import org.apache.parquet.format.JsonType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.NanoSeconds;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.UUIDType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The types of the Parquet specification, old spellings and new, in files that no writer around here makes. */
class LogicalTypesTest {
    private static final TimeUnit MILLIS = TimeUnit.MILLIS(new MilliSeconds());
    private static final TimeUnit MICROS = TimeUnit.MICROS(new MicroSeconds());
    private static final TimeUnit NANOS = TimeUnit.NANOS(new NanoSeconds());

    @TempDir
    private Path folder;

    private void assertReads(HandMadeParquet file, Type type, Object... values) throws Exception {
        Path path = Files.write(folder.resolve("odd.parquet"), file.bytes());
        assertThat(ParquetFiles.schema(path).type(0)).isEqualTo(type);
        assertThat(ParquetFiles.rows(path)).extracting(List::getFirst).containsExactly(values);
    }

    private static HandMadeParquet of(
            org.apache.parquet.format.Type physical, int count, byte[] body, Consumer<SchemaElement> more) {
        return column(physical, more).counts(count, count).plain(count, body);
    }

    private static HandMadeParquet int32(Consumer<SchemaElement> more, int... values) {
        return of(org.apache.parquet.format.Type.INT32, values.length, ints(values), more);
    }

    private static HandMadeParquet int64(Consumer<SchemaElement> more, long... values) {
        return of(org.apache.parquet.format.Type.INT64, values.length, longs(values), more);
    }

    private static HandMadeParquet bytes(Consumer<SchemaElement> more, String value) {
        return of(org.apache.parquet.format.Type.BYTE_ARRAY, 1, texts(value), more);
    }

    private static HandMadeParquet fixed(int width, byte[] body, Consumer<SchemaElement> more) {
        return of(
                org.apache.parquet.format.Type.FIXED_LEN_BYTE_ARRAY,
                body.length / width,
                body,
                element -> more.accept(element.setType_length(width)));
    }

    private static Consumer<SchemaElement> logical(LogicalType type) {
        return element -> element.setLogicalType(type);
    }

    private static Consumer<SchemaElement> converted(ConvertedType type) {
        return element -> element.setConverted_type(type);
    }

    @Test
    void integersOfEveryWidthAndSign() throws Exception {
        assertReads(int32(logical(LogicalType.INTEGER(new IntType((byte) 8, true))), -128, 127), Type.INT8, -128, 127);
        assertReads(int32(logical(LogicalType.INTEGER(new IntType((byte) 16, true))), -5), Type.INT16, -5);
        assertReads(int32(logical(LogicalType.INTEGER(new IntType((byte) 8, false))), 255), Type.INT16, 255);
        assertReads(int32(logical(LogicalType.INTEGER(new IntType((byte) 16, false))), 65535), Type.INT32, 65535);
        assertReads(int32(logical(LogicalType.INTEGER(new IntType((byte) 32, false))), -1), Type.INT64, 4_294_967_295L);
        assertReads(
                int64(logical(LogicalType.INTEGER(new IntType((byte) 64, false))), -1, 5),
                new Type.Decimal(20, 0),
                new BigDecimal("18446744073709551615"),
                new BigDecimal("5"));
        assertReads(int32(converted(ConvertedType.INT_8), -1), Type.INT8, -1);
        assertReads(int32(converted(ConvertedType.UINT_32), -1), Type.INT64, 4_294_967_295L);
        assertReads(int64(element -> {}, Long.MIN_VALUE), Type.INT64, Long.MIN_VALUE);
    }

    @Test
    void timesAndTimestampsOfEveryUnit() throws Exception {
        assertReads(int32(converted(ConvertedType.DATE), -1), Type.DATE, LocalDate.of(1969, 12, 31));
        assertReads(
                int32(logical(LogicalType.TIME(new TimeType(false, MILLIS))), 86_399_999),
                new Type.Time(3),
                LocalTime.of(23, 59, 59, 999_000_000));
        assertReads(int64(converted(ConvertedType.TIME_MICROS), 1), new Type.Time(6), LocalTime.of(0, 0, 0, 1000));
        assertReads(
                int64(logical(LogicalType.TIME(new TimeType(false, NANOS))), 1),
                new Type.Time(9),
                LocalTime.of(0, 0, 0, 1));
        assertReads(
                int64(logical(LogicalType.TIMESTAMP(new TimestampType(true, MILLIS))), -1),
                new Type.TimestampTz(3),
                Instant.parse("1969-12-31T23:59:59.999Z"));
        assertReads(
                int64(logical(LogicalType.TIMESTAMP(new TimestampType(false, MICROS))), -1),
                new Type.Timestamp(6),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000));
        assertReads(
                int64(logical(LogicalType.TIMESTAMP(new TimestampType(false, NANOS))), -1),
                new Type.Timestamp(9),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999));
        assertReads(
                int64(converted(ConvertedType.TIMESTAMP_MILLIS), 5),
                new Type.TimestampTz(3),
                Instant.parse("1970-01-01T00:00:00.005Z"));
    }

    @Test
    void timestampsOfTwelveBytes() throws Exception {
        assertReads(
                of(
                        org.apache.parquet.format.Type.INT96,
                        2,
                        join(longs(1), ints(2_440_588), longs(86_399_999_999_999L), ints(2_440_587)),
                        element -> {}),
                new Type.Timestamp(9),
                LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1),
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_999));
    }

    @Test
    void halfPrecisionNumbers() throws Exception {
        byte[] halves = {0, 0x3C, 0, (byte) 0xC0, 0, 0x7C, 1, 0, 0, 0x7E};
        assertReads(
                fixed(2, halves, logical(LogicalType.FLOAT16(new Float16Type()))),
                Type.FLOAT32,
                1f,
                -2f,
                Float.POSITIVE_INFINITY,
                0x1p-24f,
                Float.NaN);
    }

    @Test
    void decimalsInEveryPhysicalForm() throws Exception {
        Consumer<SchemaElement> short4 = element ->
                element.setConverted_type(ConvertedType.DECIMAL).setPrecision(9).setScale(2);
        assertReads(int32(short4, -150), new Type.Decimal(9, 2), new BigDecimal("-1.50"));
        assertReads(int64(short4, 150), new Type.Decimal(9, 2), new BigDecimal("1.50"));
        assertReads(fixed(4, new byte[] {-1, -1, -1, 106}, short4), new Type.Decimal(9, 2), new BigDecimal("-1.50"));
        assertReads(
                of(
                        org.apache.parquet.format.Type.BYTE_ARRAY,
                        2,
                        join(ints(1), new byte[] {106}, ints(2), new byte[] {1, 0}),
                        short4),
                new Type.Decimal(9, 2),
                new BigDecimal("1.06"),
                new BigDecimal("2.56"));
        assertReads(
                of(
                        org.apache.parquet.format.Type.BYTE_ARRAY,
                        1,
                        join(ints(3), new byte[] {-1, 0, 0}),
                        element -> element.setConverted_type(ConvertedType.DECIMAL)
                                .setPrecision(50)
                                .setScale(2)),
                Type.NUMERIC,
                "-655.36");
    }

    @Test
    void textsAndBytes() throws Exception {
        assertReads(bytes(converted(ConvertedType.UTF8), "Ż"), Type.STRING, "Ż");
        assertReads(bytes(converted(ConvertedType.ENUM), "one"), Type.STRING, "one");
        assertReads(bytes(converted(ConvertedType.JSON), "{\"b\": 1, \"a\": 2}"), Type.JSON, "{\"b\": 1, \"a\": 2}");
        assertReads(fixed(12, ints(14, 3, 1500), converted(ConvertedType.INTERVAL)), Type.INTERVAL, "P14M3DT1.5S");
    }

    @Test
    void theNewSpellingsOfTexts() throws Exception {
        assertReads(bytes(logical(LogicalType.STRING(new StringType())), "Ż"), Type.STRING, "Ż");
        assertReads(bytes(logical(LogicalType.ENUM(new EnumType())), "one"), Type.STRING, "one");
        assertReads(bytes(logical(LogicalType.JSON(new JsonType())), "[1]"), Type.JSON, "[1]");
        assertReads(int32(logical(LogicalType.DATE(new DateType())), 0), Type.DATE, LocalDate.EPOCH);
    }

    @Test
    void uuidsInTheirByteOrder() throws Exception {
        byte[] sixteen = new byte[16];
        for (int i = 0; i < sixteen.length; i++) {
            sixteen[i] = (byte) (i * 0x11);
        }
        assertReads(
                fixed(16, sixteen, logical(LogicalType.UUID(new UUIDType()))),
                Type.UUID,
                UUID.fromString("00112233-4455-6677-8899-aabbccddeeff"));
    }

    @Test
    void bytesOfKindsThatHaveNoTypeHere() throws Exception {
        for (LogicalType kind : List.of(
                LogicalType.BSON(new BsonType()),
                LogicalType.GEOMETRY(new GeometryType()),
                LogicalType.GEOGRAPHY(new GeographyType()))) {
            assertReads(bytes(logical(kind), "ab"), Type.BINARY, new byte[] {'a', 'b'});
        }
        assertReads(bytes(converted(ConvertedType.BSON), "ab"), Type.BINARY, new byte[] {'a', 'b'});
        assertReads(bytes(element -> {}, "ab"), Type.BINARY, new byte[] {'a', 'b'});
    }

    @Test
    void aColumnOfNothingButNulls() throws Exception {
        HandMadeParquet file = new HandMadeParquet()
                .leaf(
                        "c",
                        org.apache.parquet.format.Type.INT32,
                        FieldRepetitionType.OPTIONAL,
                        logical(LogicalType.UNKNOWN(new NullType())))
                .counts(2, 2)
                .plain(2, levels(0));
        assertReads(file, Type.INT32, null, null);
    }

    @Test
    void variantsAreRefusedByName() throws Exception {
        Path path = ParquetFiles.copy(folder.resolve("odd.parquet"), "select 42::variant as v", "");
        assertThatThrownBy(() -> ParquetFiles.schema(path)).hasMessageContainingAll("column 'v'", "VARIANT");
    }

    @Test
    void textsMustBeUtf8() throws Exception {
        for (byte[] broken : List.of(new byte[] {'c', 'a', 'f', (byte) 0xE9}, new byte[] {(byte) 0xC0, (byte) 0xAF})) {
            HandMadeParquet file = of(
                    org.apache.parquet.format.Type.BYTE_ARRAY,
                    2,
                    join(ints(2), new byte[] {'o', 'k'}, ints(broken.length), broken),
                    converted(ConvertedType.UTF8));
            assertNotUtf8(file);
        }
        // two texts whose bytes together are a character
        assertNotUtf8(of(
                org.apache.parquet.format.Type.BYTE_ARRAY,
                2,
                join(ints(1), new byte[] {(byte) 0xC3}, ints(1), new byte[] {(byte) 0xA9}),
                converted(ConvertedType.JSON)));
    }

    private void assertNotUtf8(HandMadeParquet file) throws Exception {
        Path path = Files.write(folder.resolve("odd.parquet"), file.bytes());
        assertThatThrownBy(() -> ParquetFiles.rows(path))
                .isInstanceOfSatisfying(
                        ConnectorException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MALFORMED_INPUT))
                .hasMessageContainingAll("odd.parquet", "column 'c'", "isn't UTF-8", "byte 0x");
    }

    @Test
    void listsAsOldWritersMadeThem() throws Exception {
        HandMadeParquet twoLevels = new HandMadeParquet()
                .group("l", FieldRepetitionType.OPTIONAL, converted(ConvertedType.LIST))
                .leaf("array", org.apache.parquet.format.Type.INT32, FieldRepetitionType.REPEATED, element -> {})
                .counts(2, 3)
                .plain(3, join(levels(0b010), join(ints(2), new byte[] {6, 2}), ints(1, 2, 3)));
        assertReads(twoLevels, new Type.ListOf(Type.INT32), List.of(1, 2), List.of(3));
        HandMadeParquet repeated = new HandMadeParquet()
                .leaf("l", org.apache.parquet.format.Type.INT32, FieldRepetitionType.REPEATED, element -> {})
                .counts(2, 3)
                .plain(3, join(levels(0b010), levels(0b111), ints(1, 2, 3)));
        assertReads(repeated, new Type.ListOf(Type.INT32), List.of(1, 2), List.of(3));
    }

    @Test
    void filesWithoutRowGroupsHaveColumnsAndNoRows() throws Exception {
        HandMadeParquet file = int32(element -> {}, 1);
        file.footer = meta -> meta.setRow_groups(new ArrayList<>()).setNum_rows(0);
        assertReads(file, Type.INT32);
    }

    @Test
    void rowGroupsWithoutRowsArePassedOver() throws Exception {
        HandMadeParquet file = new HandMadeParquet()
                .leaf("l", org.apache.parquet.format.Type.INT32, FieldRepetitionType.REPEATED, element -> {})
                .counts(2, 3)
                .plain(3, join(levels(0b010), levels(0b111), ints(1, 2, 3)));
        // no pages and no place, as Arrow's writers leave them
        RowGroup empty = new RowGroup(
                List.of(new ColumnChunk(0)
                        .setMeta_data(new ColumnMetaData(
                                org.apache.parquet.format.Type.INT32,
                                List.of(Encoding.RLE),
                                file.path,
                                file.codec,
                                0,
                                0,
                                0,
                                0))),
                0,
                0);
        file.footer =
                meta -> meta.setRow_groups(List.of(empty, meta.getRow_groups().getFirst(), empty));
        assertReads(file, new Type.ListOf(Type.INT32), List.of(1, 2), List.of(3));
        file.footer = meta -> meta.setRow_groups(List.of(empty, empty)).setNum_rows(0);
        assertReads(file, new Type.ListOf(Type.INT32));
    }

    @Test
    void lz4InHadoopsFramingAndWithoutAny() throws Exception {
        byte[] compressed = new byte[64];
        int length = LZ4Factory.fastestJavaInstance()
                .fastCompressor()
                .compress(ints(1, 2, 3), 0, 12, compressed, 0, compressed.length);
        byte[] raw = Arrays.copyOf(compressed, length);
        byte[] framed = join(new byte[] {0, 0, 0, 12, 0, 0, 0, (byte) length}, raw);
        for (CompressionCodec codec : List.of(CompressionCodec.LZ4, CompressionCodec.LZ4_RAW)) {
            HandMadeParquet file =
                    column(org.apache.parquet.format.Type.INT32, element -> {}).counts(3, 3);
            file.codec = codec;
            byte[] body = codec == CompressionCodec.LZ4 ? framed : raw;
            assertReads(file.page(3, Encoding.PLAIN, 12, body), Type.INT32, 1, 2, 3);
        }
    }
}
