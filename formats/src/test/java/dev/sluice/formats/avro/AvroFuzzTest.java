package dev.sluice.formats.avro;

import dev.sluice.formats.FormatRows;
import dev.sluice.formats.WholeFile;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.testkit.fuzz.ReaderFuzz;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with a few bytes changed are read, or refused with a reason. */
class AvroFuzzTest {
    private static final AvroFormat FORMAT = new AvroFormat();
    private static final Schema SCHEMA = Schema.of(
            Field.required("id", Type.INT64),
            Field.of("text", Type.STRING),
            Field.of("price", new Type.Decimal(12, 2)),
            Field.of("wide", new Type.Decimal(38, 2)),
            Field.of("day", Type.DATE),
            Field.of("time", new Type.Time(6)),
            Field.of("tags", new Type.ListOf(Type.STRING)),
            Field.of("map", new Type.MapOf(Type.STRING, new Type.ListOf(Type.INT32))),
            Field.of("in", new Type.Struct(List.of(Field.of("x", Type.FLOAT64), Field.of("flag", Type.BOOLEAN)))));

    private static byte[] file(String codec) throws Exception {
        List<Object> row = List.of(
                7L,
                "text é",
                new BigDecimal("1.50"),
                new BigDecimal("-12345678901234567890.25"),
                LocalDate.of(2024, 2, 29),
                "10:00:00",
                Arrays.asList("a", null),
                Map.of("k", List.of(1, 2)),
                Map.of("x", 1.5, "flag", true));
        List<Object> nulls = Arrays.asList(-1L, null, null, null, null, null, null, null, null);
        return new FormatRows(FORMAT)
                .write(SCHEMA, List.of(row, nulls, row, row), Map.of("compression", codec))
                .content();
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "deflate", "snappy", "zstandard"})
    void changedFilesAreReadOrRefused(String codec) throws Exception {
        ReaderFuzz.of(file(codec))
                .tokens(
                        "null",
                        "string",
                        "\"record\"",
                        "\"row\"",
                        "\"type\":",
                        "avro.codec",
                        "snappy",
                        "{",
                        "]",
                        "\"bytes\"")
                .tokens(new byte[] {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0x0F}, new byte[] {
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    (byte) 0xFF,
                    1
                })
                .orEndingWith(ErrorCode.UNSUPPORTED)
                .rounds(1500)
                .run("fuzz.avro", input -> WholeFile.read(FORMAT, "fuzz.avro", input, Map.of(), Long.MAX_VALUE));
    }
}
