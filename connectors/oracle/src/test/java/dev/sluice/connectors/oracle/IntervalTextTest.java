package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTextTest {
    @ParameterizedTest
    @CsvSource({
        "2-3, P2Y3M",
        "+02-03, P2Y3M",
        "-0-11, P-11M",
        "0-0, PT0S",
        "3 4:5:6.7, P3DT4H5M6.7S",
        "+03 04:05:06.700000, P3DT4H5M6.7S",
        "-3 4:5:6.0, P-3DT-4H-5M-6S",
        "0 0:0:0.000000001, PT0.000000001S",
        "-0 0:0:0.5, PT-0.5S",
        "0 0:0:0.0, PT0S",
        "365 0:0:0, P365D"
    })
    void bothKindsOfIntervalsBecomeDurations(String oracle, String iso) {
        assertThat(IntervalText.toIso(oracle)).isEqualTo(iso);
    }

    @Test
    void whatIsNoIntervalIsRefused() {
        assertThat(IntervalText.toIso("soon")).isNull();
    }
}
