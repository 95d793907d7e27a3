package dev.sluice.formats.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that others wrote. */
class ForeignFilesTest {
    @TempDir
    private Path folder;

    private record Read(List<Type> types, List<List<Object>> rows) {}

    private Read read(String query, String options) throws Exception {
        Path path = ParquetFiles.copy(folder.resolve("foreign.parquet"), query, options);
        List<Type> types =
                ParquetFiles.schema(path).fields().stream().map(Field::type).toList();
        return new Read(types, ParquetFiles.rows(path));
    }

    @Test
    void numbersKeepTheirWidthAndSign() throws Exception {
        Read read = read(
                "select 255::utinyint a, 65535::usmallint b, 4294967295::uinteger c, 18446744073709551615::ubigint d,"
                        + " (-128)::tinyint e, (-32768)::smallint f, 1.5::float g, 'nan'::double h, true i",
                "");

        assertThat(read.types())
                .containsExactly(
                        Type.INT16,
                        Type.INT32,
                        Type.INT64,
                        new Type.Decimal(20, 0),
                        Type.INT8,
                        Type.INT16,
                        Type.FLOAT32,
                        Type.FLOAT64,
                        Type.BOOLEAN);
        assertThat(read.rows())
                .containsExactly(List.of(
                        255,
                        65535,
                        4294967295L,
                        new BigDecimal("18446744073709551615"),
                        -128,
                        -32768,
                        1.5f,
                        Double.NaN,
                        true));
    }

    @Test
    void contract05DecimalsOfEveryWidthAreExact() throws Exception {
        Read read = read(
                "select (-1.5)::decimal(4,1) a, 1234567.89::decimal(9,2) b, (-12345678901234.5678)::decimal(18,4) c,"
                        + " (-99999999999999999999999999999999999999)::decimal(38,0) d",
                "");

        assertThat(read.rows())
                .containsExactly(List.of(
                        new BigDecimal("-1.5"),
                        new BigDecimal("1234567.89"),
                        new BigDecimal("-12345678901234.5678"),
                        new BigDecimal("-99999999999999999999999999999999999999")));
    }

    @Test
    void contract06ClocksAndInstantsStayApart() throws Exception {
        Read read = read(
                "select date '1500-03-01' a, time '23:59:59.999999' b, timestamp '1969-12-31 23:59:59.999999' c,"
                        + " timestamp_ns '2024-02-29 12:00:00.123456789' d,"
                        + " to_timestamp(0) e, interval '14 months 3 days 1500 milliseconds' f,"
                        + " 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6'::uuid g, '{\"a\":1}'::json h,"
                        + " '\\x00\\xFF'::blob i, 'one'::enum('one', 'two') j",
                "");

        assertThat(read.types().subList(2, 5))
                .containsExactly(new Type.Timestamp(6), new Type.Timestamp(9), new Type.TimestampTz(6));
        List<Object> row = read.rows().getFirst();
        assertThat(row.subList(0, 8))
                .containsExactly(
                        LocalDate.of(1500, 3, 1),
                        LocalTime.of(23, 59, 59, 999_999_000),
                        LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
                        LocalDateTime.of(2024, 2, 29, 12, 0, 0, 123_456_789),
                        Instant.EPOCH,
                        "P14M3DT1.5S",
                        UUID.fromString("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
                        "{\"a\":1}");
        assertThat((byte[]) row.get(8)).containsExactly(0, 0xFF);
        assertThat(row.get(9)).isEqualTo("one");
    }

    @Test
    void nullsAndEmptyListsStayApartAtEveryDepth() throws Exception {
        Read read = read(
                "select * from (values ([[1], [], null, [null, 2]], {'a': 1, 'b': [{'c': 'x'}, null, {'c': null}]},"
                        + " map {'k': 1, 'n': null}), (null, null, null), ([], {'a': null, 'b': []}, map {}))"
                        + " t(l, s, m)",
                "");

        Map<String, Object> entries = new java.util.LinkedHashMap<>();
        entries.put("k", 1);
        entries.put("n", null);
        Map<String, Object> nothing = new java.util.HashMap<>();
        nothing.put("c", null);
        Map<String, Object> blank = new java.util.HashMap<>();
        blank.put("a", null);
        blank.put("b", List.of());
        assertThat(read.rows())
                .containsExactly(
                        List.of(
                                Arrays.asList(List.of(1), List.of(), null, Arrays.asList(null, 2)),
                                Map.of("a", 1, "b", Arrays.asList(Map.of("c", "x"), null, nothing)),
                                entries),
                        Arrays.asList(null, null, null),
                        List.of(List.of(), blank, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "compression snappy",
                "compression zstd",
                "compression gzip",
                "compression lz4_raw",
                "compression uncompressed",
                "parquet_version v2"
            })
    void everyCodecAndEncodingIsRead(String option) throws Exception {
        Read read = read(
                "select i::bigint id, 'text ' || (i % 10) few, 'text ' || (i * 7919) many, i / 7.0 real"
                        + " from range(30000) t(i)",
                ", " + option + ", row_group_size 7000");

        assertThat(read.rows()).hasSize(30000);
        for (int row = 0; row < 30000; row++) {
            assertThat(read.rows().get(row))
                    .isEqualTo(List.of((long) row, "text " + row % 10, "text " + row * 7919L, row / 7.0));
        }
    }
}
