package dev.sluice.engine.cast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CastTest {
    @Test
    void numbersBecomeOtherNumbersOfTheSameValue() {
        assertThat(cast("int32", "int64", 7)).isEqualTo(7L);
        assertThat(cast("int64", "int16", 32767L)).isEqualTo(32767);
        assertThat(cast("int64", "decimal(38,4)", -5L)).isEqualTo(new BigDecimal("-5.0000"));
        assertThat(cast("decimal(12,2)", "int64", "10.00")).isEqualTo(10L);
        assertThat(cast("float64", "decimal(20,2)", 1.5e10)).isEqualTo(new BigDecimal("15000000000.00"));
        assertThat(cast("decimal", "decimal(5,1)", "12.50")).isEqualTo(new BigDecimal("12.5"));
        assertThat(cast("float64", "string", -0.0)).isEqualTo("-0.0");
        assertThat(cast("float32", "float64", 0.1f)).isEqualTo((double) 0.1f);
        assertThat(cast("float32", "decimal(10,2)", 0.1f)).isEqualTo(new BigDecimal("0.10"));
    }

    @Test
    void valuesThatDoNotFitAreRefused() {
        assertRefused("int64", "int16", 32768L);
        assertRefused("decimal(12,2)", "int64", "10.01");
        assertRefused("float64", "decimal(20,2)", 0.125);
        assertRefused("float64", "decimal(20,2)", Double.NaN);
        assertRefused("string", "int64", "12a");
        assertRefused("string", "string(3)", "abcd");
        assertRefused("timestamp(9)", "timestamp(6)", LocalDateTime.parse("2024-01-01T00:00:00.000000001"));
        assertRefused("timestamp(6)", "date", LocalDateTime.parse("2024-01-01T00:00:01"));
    }

    @Test
    void datesAndWallClocksGoTogetherAtMidnight() {
        assertThat(cast("date", "timestamp(0)", LocalDate.parse("1969-12-31")))
                .isEqualTo(LocalDateTime.parse("1969-12-31T00:00:00"));
        assertThat(cast("timestamp(6)", "date", LocalDateTime.parse("2024-02-29T00:00:00")))
                .isEqualTo(LocalDate.parse("2024-02-29"));
        assertThat(cast("timestamp_tz(6)", "timestamp_tz(9)", Instant.parse("1969-12-31T23:59:59.999999Z")))
                .isEqualTo(Instant.parse("1969-12-31T23:59:59.999999Z"));
    }

    @Test
    void contract06WallClocksNeverBecomeInstantsNorBack() {
        assertThat(Cast.isPossible(Type.parse("timestamp"), Type.parse("timestamp_tz")))
                .isFalse();
        assertThat(Cast.isPossible(Type.parse("timestamp_tz"), Type.parse("timestamp")))
                .isFalse();
        assertThat(Cast.hint(Type.parse("timestamp"), Type.parse("timestamp_tz")))
                .contains("zone");
    }

    @Test
    void nestedValuesBecomeJson() {
        assertThat(cast("list<int32>", "json", Arrays.asList(1, null, 3))).isEqualTo("[1,null,3]");
        assertThat(cast("struct<a: string, b: decimal(4,2)>", "json", Map.of("a", "x\"y", "b", "1.5")))
                .isEqualTo("{\"a\":\"x\\\"y\",\"b\":1.50}");
    }

    @Test
    void nullsStayNull() {
        assertThat(cast("string", "int64", null)).isNull();
    }

    @Test
    void everyTypeBecomesTextAndComesBack() {
        for (String type :
                List.of("boolean", "int64", "float64", "decimal(38,10)", "uuid", "date", "time(9)", "binary")) {
            Object value = switch (type) {
                case "boolean" -> true;
                case "int64" -> Long.MIN_VALUE;
                case "float64" -> Double.MIN_VALUE;
                case "decimal(38,10)" -> new BigDecimal("-9999999999999999999999999999.0000000001");
                case "uuid" -> java.util.UUID.fromString("ffffffff-0000-4000-8000-00000000000f");
                case "date" -> LocalDate.parse("-4712-01-01");
                case "time(9)" -> java.time.LocalTime.parse("23:59:59.000000001");
                default -> new byte[] {0, -1, 127};
            };
            Column text = column("string", type, value);
            Column back = Cast.of(Type.STRING, Type.parse(type)).apply(text, "c", 0);
            assertThat(Values.get(Type.parse(type), back, 0)).as(type).isEqualTo(value);
        }
    }

    private static Column column(String to, String from, Object value) {
        ColumnBuilder builder = ColumnBuilder.of(Type.parse(from), 1);
        Values.append(Type.parse(from), builder, value);
        return Cast.of(Type.parse(from), Type.parse(to)).apply(builder.build(), "c", 41);
    }

    private static Object cast(String from, String to, Object value) {
        return Values.get(Type.parse(to), column(to, from, value), 0);
    }

    private static void assertRefused(String from, String to, Object value) {
        assertThatThrownBy(() -> column(to, from, value)).hasMessageContaining("column 'c', row 42");
    }
}
