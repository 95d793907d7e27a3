package dev.sluice.formats.parquet;

import dev.sluice.formats.FormatRows;
import dev.sluice.formats.WholeFile;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.fuzz.ReaderFuzz;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a few bytes changed are read, or refused with a reason. */
class ParquetFuzzTest {
    private static final ParquetFormat FORMAT = new ParquetFormat();
    private static final int FLAT_COLUMNS = 7;
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", Type.INT64),
            Field.of("text", Type.STRING),
            Field.of("price", new Type.Decimal(9, 2)),
            Field.of("wide", new Type.Decimal(38, 2)),
            Field.of("day", Type.DATE),
            Field.of("at", new Type.Timestamp(6)),
            Field.of("flag", Type.BOOLEAN),
            Field.of("tags", new Type.ListOf(Type.STRING)),
            Field.of("map", new Type.MapOf(Type.STRING, Type.INT32)),
            Field.of("in", new Type.Struct(List.of(Field.of("x", Type.FLOAT64), Field.of("y", Type.INT16)))));

    /** A file of the first columns; those in front of the lists and structs are read in another way without these. */
    private static byte[] file(String compression, int columns) throws Exception {
        List<Object> row = List.of(
                7L,
                "text é",
                new BigDecimal("1.50"),
                new BigDecimal("-12345678901234567890.25"),
                LocalDate.of(2024, 2, 29),
                LocalDateTime.of(2024, 2, 29, 10, 0),
                true,
                Arrays.asList("a", null),
                Map.of("k", 1),
                Map.of("x", 1.5, "y", 2));
        List<Object> nulls = Arrays.asList(new Object[SCHEMA.size()]);
        nulls.set(0, -1L);
        List<List<Object>> rows = new ArrayList<>();
        for (List<Object> whole : List.of(row, nulls, row, row)) {
            rows.add(whole.subList(0, columns));
        }
        return new FormatRows(FORMAT)
                .write(Schema.of(SCHEMA.fields().subList(0, columns)), rows, Map.of("compression", compression))
                .content();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void changedFilesAreReadOrRefused(String compression) throws Exception {
        fuzz(file(compression, SCHEMA.size()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "snappy", "gzip", "zstd", "lz4"})
    void changedFilesWithoutNestedColumnsAreReadOrRefused(String compression) throws Exception {
        fuzz(file(compression, FLAT_COLUMNS));
    }

    private static void fuzz(byte[] file) throws Exception {
        ReaderFuzz.of(file)
                .tokens("PAR1", "PARE", "schema", "text", "\0", "\0\0\0\0", "dev.sluice.schema", "list<")
                .tokens(
                        new byte[] {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x0F},
                        new byte[] {0x15, 0x00, 0x15},
                        new byte[] {0x19, 0x1C},
                        new byte[] {0x7F},
                        new byte[] {(byte) 0x80})
                .orEndingWith(ErrorCode.UNSUPPORTED, ErrorCode.OUT_OF_MEMORY)
                .rounds(400)
                .run("fuzz.parquet", input -> WholeFile.read(FORMAT, "fuzz.parquet", input, Map.of(), Long.MAX_VALUE));
    }
}
