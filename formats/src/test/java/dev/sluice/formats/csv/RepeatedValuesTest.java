package dev.sluice.formats.csv;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.formats.FormatRows;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts of small numbers and of dates are kept for the next time: they are the same then. */
class RepeatedValuesTest {
    private static final int[] EDGES = {-1, 0, 1, 9, 10, 99, 100, 4095, 4096, 8190, 8191, 8192, 10_000, 12_288};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 5, 6, 7, 18})
    void numbersAndDatesAreWrittenAlikeEachTime(int scale) throws Exception {
        Schema schema = Schema.of(
                Field.of("number", new Type.Decimal(18, scale)),
                Field.of("whole", Type.INT64),
                Field.of("day", Type.DATE));
        Random random = new Random(scale);
        List<List<Object>> rows = new ArrayList<>();
        StringBuilder expected = new StringBuilder("number,whole,day\n");
        for (int i = 0; i < 5000; i++) {
            int value = random.nextInt(3) == 0 ? random.nextInt(9000) : EDGES[random.nextInt(EDGES.length)];
            BigDecimal number = random.nextInt(9) == 0 ? null : new BigDecimal(BigInteger.valueOf(value), scale);
            LocalDate day =
                    random.nextInt(9) == 0 ? null : LocalDate.ofEpochDay(value * (random.nextBoolean() ? 1 : 4096L));
            rows.add(Arrays.asList(number, (long) value, day));
            expected.append(number == null ? "" : number.toPlainString()).append(',');
            expected.append(value).append(',');
            expected.append(day == null ? "" : day).append('\n');
        }

        byte[] written =
                new FormatRows(new CsvFormat()).write(schema, rows, Map.of()).content();

        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(expected.toString());
    }
}
