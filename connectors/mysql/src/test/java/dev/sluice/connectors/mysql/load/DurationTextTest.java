package dev.sluice.connectors.mysql.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.text.ByteSink;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class DurationTextTest {
    @Test
    void fractionsHaveTheDigitsOfSqlInEveryLocale() {
        Locale own = Locale.getDefault();
        Locale.setDefault(Locale.of("ar", "EG"));
        try {
            byte[] text = "PT1H2M3.05S".getBytes(StandardCharsets.US_ASCII);
            ByteSink out = new ByteSink(16);

            assertThat(DurationText.append(out, text, 0, text.length, 6)).isTrue();
            assertThat(out).hasToString("1:2:3.05");
        } finally {
            Locale.setDefault(own);
        }
    }
}
