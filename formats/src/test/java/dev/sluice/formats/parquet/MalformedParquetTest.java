package dev.sluice.formats.parquet;

import static dev.sluice.formats.parquet.HandMadeParquet.column;
import static dev.sluice.formats.parquet.HandMadeParquet.ints;
import static dev.sluice.formats.parquet.HandMadeParquet.join;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.apache.parquet.format.AesGcmV1;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MilliSeconds;
import org.apache.parquet.format.TimeType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are Parquet, but for one thing each. */
class MalformedParquetTest {
    @TempDir
    private Path folder;

    private static HandMadeParquet numbers() {
        return column(Type.INT32, element -> {}).counts(3, 3);
    }

    private static byte[] numbersWith(Consumer<FileMetaData> footer) {
        HandMadeParquet file = numbers().plain(3, ints(1, 2, 3));
        file.footer = footer;
        return file.bytes();
    }

    private void assertRefused(ErrorCode code, byte[] content, String... parts) throws IOException {
        Path path = Files.write(folder.resolve("odd.parquet"), content);
        assertThatThrownBy(() -> {
                    ParquetFiles.schema(path);
                    ParquetFiles.rows(path);
                })
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        problem -> assertThat(problem.code()).isEqualTo(code))
                .hasMessageContaining("odd.parquet")
                .hasMessageContainingAll(parts);
    }

    private void assertMalformed(byte[] content, String... parts) throws IOException {
        assertRefused(ErrorCode.MALFORMED_INPUT, content, parts);
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 2, -3})
    void aPageWithAnotherNumberOfValuesIsRefused(int values) throws Exception {
        assertMalformed(
                numbers().plain(values, ints(1, 2, 3)).bytes(), "'c'", "byte 4", values + " values", String.valueOf(3));
    }

    @Test
    void aChunkWithAnotherNumberOfValuesIsRefused() throws Exception {
        byte[] content = column(Type.INT32, element -> {})
                .counts(3, 300)
                .plain(3, ints(1, 2, 3))
                .bytes();
        assertMalformed(content, "'c'", "from byte 4", "hold 3 values", "footer says 300");
    }

    @ParameterizedTest
    @ValueSource(longs = {300, 2, 0})
    void aFooterWithAnotherNumberOfRowsIsRefused(long rows) throws Exception {
        byte[] content = column(Type.INT32, element -> {})
                .counts(rows, 3)
                .plain(3, ints(1, 2, 3))
                .bytes();
        assertMalformed(content, "hold " + rows + " rows", "pages hold 3");
    }

    @Test
    void aPageThatIsShorterThanItsValuesIsRefused() throws Exception {
        assertMalformed(numbers().plain(3, ints(1, 2)).bytes(), "'c'", "byte 4", "ends before its values do");
    }

    @Test
    void aNegativePageSizeIsRefused() throws Exception {
        assertMalformed(numbers().page(3, Encoding.PLAIN, -5, ints(1, 2, 3)).bytes(), "byte 4", "-5");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodec.class,
            names = {"SNAPPY", "ZSTD", "LZ4_RAW", "GZIP"})
    void aPageThatInflatesToMoreThanThereIsMemoryForIsRefused(CompressionCodec codec) throws Exception {
        HandMadeParquet file = numbers();
        file.codec = codec;
        Path path = Files.write(
                folder.resolve("bomb.parquet"),
                file.page(3, Encoding.PLAIN, Integer.MAX_VALUE, Zstd.compress(ints(1, 2, 3)))
                        .bytes());
        assertThatThrownBy(() -> ParquetFiles.rows(path))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContainingAll("bomb.parquet", "byte 0");
    }

    @Test
    void aPageThatInflatesToMoreThanItSaysIsRefused() throws Exception {
        HandMadeParquet file = numbers();
        file.codec = CompressionCodec.ZSTD;
        assertMalformed(
                file.page(3, Encoding.PLAIN, 12, Zstd.compress(new byte[1 << 20]))
                        .bytes(),
                "byte 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodec.class,
            names = {"SNAPPY", "ZSTD", "LZ4_RAW", "GZIP", "LZ4"})
    void damagedCompressionIsRefused(CompressionCodec codec) throws Exception {
        HandMadeParquet file = numbers();
        file.codec = codec;
        assertMalformed(
                file.page(3, Encoding.PLAIN, 12, new byte[] {12, 9, 9, 9}).bytes(), "byte 0");
    }

    @ParameterizedTest
    @EnumSource(
            value = CompressionCodec.class,
            names = {"LZO", "BROTLI"})
    void aCodecThatNobodyUsesIsNamed(CompressionCodec codec) throws Exception {
        HandMadeParquet file = numbers();
        file.codec = codec;
        assertRefused(ErrorCode.UNSUPPORTED, file.plain(3, ints(1, 2, 3)).bytes(), "'c'", codec.name());
    }

    @Test
    void anEncryptedFooterIsNamed() throws Exception {
        byte[] content = numbers().plain(3, ints(1, 2, 3)).bytes();
        System.arraycopy("PARE".getBytes(StandardCharsets.US_ASCII), 0, content, content.length - 4, 4);
        assertRefused(ErrorCode.UNSUPPORTED, content, "encrypted");
    }

    @Test
    void encryptedColumnsUnderAPlainFooterAreNamed() throws Exception {
        byte[] content =
                numbersWith(meta -> meta.setEncryption_algorithm(EncryptionAlgorithm.AES_GCM_V1(new AesGcmV1())));
        assertRefused(ErrorCode.UNSUPPORTED, content, "encrypted Parquet files can't be read", "decrypt");
    }

    @Test
    void indicesBeyondTheDictionaryAreRefused() throws Exception {
        byte[] content = numbers()
                .dictionary(2, ints(7, 8))
                .page(3, Encoding.RLE_DICTIONARY, 3, new byte[] {3, 6, 5})
                .bytes();
        assertMalformed(content, "byte 0", "5");
        byte[] wide = numbers()
                .dictionary(2, ints(7, 8))
                .page(3, Encoding.RLE_DICTIONARY, 3, new byte[] {(byte) 200, 6, 1})
                .bytes();
        assertMalformed(wide, "200");
    }

    @ParameterizedTest
    @ValueSource(ints = {3, -1, Integer.MAX_VALUE})
    void aDictionaryOfAnotherLengthIsRefused(int entries) throws Exception {
        byte[] indices = {1, 6, 1};
        assertMalformed(
                numbers()
                        .dictionary(entries, ints(7, 8))
                        .page(3, Encoding.RLE_DICTIONARY, 3, indices)
                        .bytes(),
                "'c'",
                "byte 4");
        assertMalformed(
                column(Type.BYTE_ARRAY, element -> {})
                        .counts(3, 3)
                        .dictionary(entries, HandMadeParquet.texts("seven", "eight"))
                        .page(3, Encoding.RLE_DICTIONARY, 3, indices)
                        .bytes(),
                "'c'",
                "byte 4");
    }

    @Test
    void anEncodingThatTheFooterDoesNotNameIsRefused() throws Exception {
        assertMalformed(
                numbers()
                        .page(3, Encoding.DELTA_BINARY_PACKED, 12, ints(1, 2, 3))
                        .bytes(),
                "'c'",
                "byte 4",
                "DELTA_BINARY_PACKED");
    }

    @Test
    void aMissingDictionaryIsRefused() throws Exception {
        assertMalformed(
                numbers()
                        .page(3, Encoding.RLE_DICTIONARY, 3, new byte[] {1, 6, 1})
                        .bytes(),
                "ictionary");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000_000, Integer.MAX_VALUE, -4})
    void aTextThatIsLongerThanItsPageIsRefused(int length) throws Exception {
        byte[] content = column(Type.BYTE_ARRAY, element -> {})
                .counts(1, 1)
                .plain(1, join(ints(length), new byte[] {1, 2}))
                .bytes();
        assertMalformed(content, "byte 0");
    }

    @Test
    void levelsThatAreLongerThanTheirPageAreRefused() throws Exception {
        byte[] content = new HandMadeParquet()
                .leaf("c", Type.INT32, FieldRepetitionType.OPTIONAL, element -> {})
                .counts(3, 3)
                .plain(3, join(ints(2_000_000), new byte[] {6, 1}, ints(1, 2, 3)))
                .bytes();
        assertMalformed(content, "byte 0");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 2_000_000_000, -1})
    void aSchemaWithOtherChildrenThanItSaysIsRefused(int children) throws Exception {
        assertMalformed(numbersWith(meta -> meta.getSchema().getFirst().setNum_children(children)), "footer");
    }

    @Test
    void aFileWithoutASchemaIsRefused() throws Exception {
        assertMalformed(numbersWith(meta -> meta.setSchema(new ArrayList<>())), "footer at byte");
    }

    @ParameterizedTest
    @ValueSource(longs = {-7, 1L << 60})
    void pagesOutsideOfTheFileAreRefused(long offset) throws Exception {
        assertMalformed(
                numbersWith(meta -> meta.getRow_groups()
                        .getFirst()
                        .getColumns()
                        .getFirst()
                        .getMeta_data()
                        .setData_page_offset(offset)),
                "footer");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 5_000, 100_000})
    void columnsNestedTooDeepAreRefused(int depth) throws Exception {
        HandMadeParquet file = new HandMadeParquet();
        for (int i = 0; i < depth; i++) {
            file.group("g", FieldRepetitionType.REQUIRED, element -> {});
        }
        file.leaf("c", Type.INT32, FieldRepetitionType.REQUIRED, element -> {}).counts(3, 3);
        assertRefused(ErrorCode.UNSUPPORTED, file.plain(3, ints(1, 2, 3)).bytes(), "nested more than 100 deep");
    }

    @Test
    void aDecimalOfMoreDigitsAfterThePointThanInAllIsRefused() throws Exception {
        byte[] content = column(
                        Type.INT32,
                        element -> element.setConverted_type(ConvertedType.DECIMAL)
                                .setScale(20)
                                .setPrecision(5))
                .counts(3, 3)
                .plain(3, ints(1, 2, 3))
                .bytes();
        assertMalformed(content, "decimal(5,20)");
    }

    @Test
    void timesThatAreOutOfRangeAreRefusedAndNotWrapped() throws Exception {
        TimeUnit millis = TimeUnit.MILLIS(new MilliSeconds());
        byte[] far = column(
                        Type.INT64,
                        element -> element.setLogicalType(LogicalType.TIMESTAMP(new TimestampType(true, millis))))
                .counts(1, 1)
                .plain(1, HandMadeParquet.longs(Long.MAX_VALUE))
                .bytes();
        assertRefused(ErrorCode.VALUE_REFUSED, far, "'c'", String.valueOf(Long.MAX_VALUE));
        byte[] negative = column(
                        Type.INT32, element -> element.setLogicalType(LogicalType.TIME(new TimeType(true, millis))))
                .counts(1, 1)
                .plain(1, ints(-5))
                .bytes();
        assertRefused(ErrorCode.VALUE_REFUSED, negative, "'c'", "-5");
    }
}
