package dev.sluice.connectors.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class LiteralsTest {
    @Test
    void yearsHaveTheDigitsOfSqlInEveryLocale() {
        Locale own = Locale.getDefault();
        Locale.setDefault(Locale.of("ar", "EG"));
        try {
            assertThat(Literals.of(Field.of("day", Type.DATE), "2024-01-02")).isEqualTo("'2024-01-02'::date");
            assertThat(Literals.of(Field.of("day", Type.DATE), "-0043-03-15")).isEqualTo("'0044-03-15 BC'::date");
        } finally {
            Locale.setDefault(own);
        }
    }
}
