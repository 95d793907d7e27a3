package dev.sluice.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Type;
import org.junit.jupiter.api.Test;

class LookbackTest {
    @Test
    void aNumberFitsEveryNumericCursorAndATimeNone() {
        for (Type type :
                new Type[] {Type.INT16, Type.INT64, Type.NUMERIC, new Type.Decimal(6, 2), Type.FLOAT32, Type.FLOAT64}) {
            assertThat(Lookback.parse("2.5").fits(type)).as("%s", type).isTrue();
            assertThat(Lookback.parse("10m").fits(type)).as("%s", type).isFalse();
        }
    }

    @Test
    void floatingPointIsSubtractedByItsDecimalDigits() {
        assertThat(Lookback.parse("0.1").before(Type.FLOAT64, "0.3")).isEqualTo("0.2");
        assertThat(Lookback.parse("0.1").before(Type.FLOAT32, "0.3")).isEqualTo("0.2");
        assertThat(Lookback.parse("1").before(Type.FLOAT64, "1.0E10")).isEqualTo("9.999999999E9");
    }

    @Test
    void whatIsNoFiniteNumberStaysAsItIs() {
        assertThat(Lookback.parse("1").before(Type.FLOAT64, "Infinity")).isEqualTo("Infinity");
        assertThat(Lookback.parse("1").before(Type.FLOAT32, "NaN")).isEqualTo("NaN");
        assertThat(Lookback.parse("1000").before(Type.FLOAT32, "-3.4028235E38")).isEqualTo("-3.4028235E38");
    }

    @Test
    void aFloorBoundsItOfAnyType() {
        assertThat(Lookback.parse("10").before(Type.INT64, "100", "95")).isEqualTo("95");
        assertThat(Lookback.parse("10").before(Type.INT64, "100", "9")).isEqualTo("90");
        assertThat(Lookback.parse("10").before(Type.INT64, "100", "200")).isEqualTo("100");
        assertThat(Lookback.parse("10").before(Type.FLOAT64, "100.0", "9.5E1")).isEqualTo("9.5E1");
        assertThat(Lookback.parse("2d").before(Type.DATE, "2026-01-10", "2026-01-09"))
                .isEqualTo("2026-01-09");
        assertThat(Lookback.parse("1h").before(new Type.Timestamp(6), "2026-01-10T10:00:00", "2026-01-10T09:30:00"))
                .isEqualTo("2026-01-10T09:30:00");
        assertThat(Lookback.parse("1h").before(new Type.TimestampTz(6), "2026-01-10T10:00:00Z", "2026-01-09T09:30:00Z"))
                .isEqualTo("2026-01-10T09:00:00Z");
        assertThat(Lookback.NONE.before(Type.INT64, "100", "200")).isEqualTo("100");
    }
}
