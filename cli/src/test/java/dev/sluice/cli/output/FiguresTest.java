package dev.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void countsHaveThousandsSeparators() {
        assertThat(Figures.count(6_001_215)).isEqualTo("6,001,215");
        assertThat(Figures.count(1, "row")).isEqualTo("1 row");
        assertThat(Figures.count(0, "row")).isEqualTo("0 rows");
    }

    @Test
    void sizesHaveTwoOrThreeDigits() {
        assertThat(Figures.bytes(1)).isEqualTo("1 byte");
        assertThat(Figures.bytes(999)).isEqualTo("999 bytes");
        assertThat(Figures.bytes(1_000)).isEqualTo("1.0 kB");
        assertThat(Figures.bytes(999_999)).isEqualTo("1.0 MB");
        assertThat(Figures.bytes(754_000_000)).isEqualTo("754 MB");
        assertThat(Figures.bytes(Long.MAX_VALUE)).isEqualTo("9.2 EB");
    }

    @Test
    void durationsNeverShowSixtySeconds() {
        assertThat(Figures.duration(Duration.ofMillis(320))).isEqualTo("320 ms");
        assertThat(Figures.duration(Duration.ofMillis(4_230))).isEqualTo("4.2 s");
        assertThat(Figures.duration(Duration.ofMillis(59_990))).isEqualTo("1 min 00 s");
        assertThat(Figures.duration(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
        assertThat(Figures.duration(Duration.ofMinutes(67))).isEqualTo("1 h 07 min");
    }

    @Test
    void ratesDoNotDivideByZero() {
        assertThat(Figures.rate(12, Duration.ofSeconds(1))).isEqualTo("12/s");
        assertThat(Figures.rate(2_800_000, Duration.ofSeconds(2))).isEqualTo("1.4 M/s");
        assertThat(Figures.rate(5, Duration.ZERO)).isEqualTo("5,000/s");
    }
}
