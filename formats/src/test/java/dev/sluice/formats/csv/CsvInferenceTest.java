package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Type;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvInferenceTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        1 -2 0                                       | int64
        9223372036854775807 -9223372036854775808     | int64
        9223372036854775808                          | decimal(38,0)
        1 99999999999999999999999999999999999999     | decimal(38,0)
        999999999999999999999999999999999999999      | decimal
        10.50 1 -3.5                                 | decimal(18,2)
        0.5 .25                                      | decimal(18,2)
        1234567890123.45 7                           | decimal(18,2)
        12345678901234.56 7                          | decimal(38,2)
        1e5 2.5                                      | float64
        NaN Infinity -Infinity 1                     | float64
        1E-7 12345678901234567                       | string
        1E-7 123456789.123456789123                  | string
        1E-7 0.12345678901234567                     | string
        1.7976931348623157E308 4.9E-324 0e999        | float64
        1e400 1                                      | string
        1e-400                                       | string
        00123                                        | string
        0 -007                                       | string
        +49                                          | string
        5.                                           | string
        1,000                                        | string
        0x10                                         | string
        true FALSE                                   | boolean
        true 1                                       | string
        yes no                                       | string
        0 1                                          | int64
        2024-02-29 1969-12-31                        | date
        2023-02-29                                   | string
        12:30:00 23:59:59.123456                     | time(6)
        12:30:00.1234567                             | time(9)
        12:30                                        | string
        2024-01-01T00:00:00 2024-01-01T00:00:00.5    | timestamp(6)
        2024-01-01T00:00:00.123456789                | timestamp(9)
        2024-01-01T00:00:00Z 2024-01-01T00:00+02:00  | timestamp_tz(6)
        2024-01-01T00:00:00 2024-01-01T00:00:00Z     | string
        2024-01-01 2024-01-01T00:00:00               | string
        2024-01-01 5                                 | string
        "" 1                                         | string
        "7" 8                                        | int64
        word                                         | string
        """)
    void valuesSayTheType(String values, String type) throws Exception {
        String records = String.join("\n", values.split(" ")).replace("1,000", "\"1,000\"");
        Path path = CsvRows.file(folder, "v,w\n" + records.replace("\n", ",x\n") + ",x\n,x\n");
        assertThat(CsvRows.schema(path, Map.of()).type(0)).hasToString(type);
    }

    @Test
    void aColumnOfNullsIsText() throws Exception {
        assertThat(CsvRows.schema(CsvRows.file(folder, "a,b\n,1\n,2\n"), Map.of())
                        .type(0))
                .isEqualTo(Type.STRING);
    }

    @Test
    void theMiddleAndTheEndOfALargeFileAreLookedAt() throws Exception {
        String filler = "1,2,\"a\nb\",4\n".repeat(500_000);
        String text = "a,b,c,d\n" + filler + "x,2,\"a\nb\",4\n" + filler + "1,2,\"a\nb\",4.25\n";
        Path path = CsvRows.file(folder, text);
        assertThat(CsvRows.schema(path, Map.of()).fields().stream()
                        .map(field -> field.type().toString())
                        .toList())
                .isEqualTo(List.of("string", "int64", "string", "decimal(18,2)"));
    }

    @Test
    void allOfTheFileIsLookedAtOnRequest() throws Exception {
        String filler = "1,2\n".repeat(500_000);
        Path path = CsvRows.file(folder, "a,b\n" + filler + "1,x\n" + filler + filler + filler + filler);
        assertThat(CsvRows.schema(path, Map.of()).type(1)).isEqualTo(Type.INT64);
        assertThat(CsvRows.schema(path, Map.of("infer", "all")).type(1)).isEqualTo(Type.STRING);
    }
}
