package dev.sluice.connectors.mysql.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.text.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DurationTextTest {
    @Test
    void fractionsAreTheSameWhereTheLocaleHasOtherDigits() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("ar-EG"));
        try {
            byte[] duration = "PT-26H-3M-4.25S".getBytes(StandardCharsets.US_ASCII);
            ByteSink out = new ByteSink(16);
            assertThat(DurationText.append(out, duration, 0, duration.length, 6))
                    .isTrue();
            assertThat(out.toByteArray()).asString(StandardCharsets.US_ASCII).isEqualTo("-26:3:4.25");
        } finally {
            Locale.setDefault(before);
        }
    }
}
