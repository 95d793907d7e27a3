package dev.sluice.engine.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.spi.UriMapping.ConnectionUri;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UriReaderTest {
    @Test
    void takesAServerUriApart() {
        UriReader.Reference reference = UriReader.read(
                "postgresql://app:p%40ss%2Fword@db.example:6543/shop?schema=public&ssl_mode=require#public.orders");

        assertThat(reference.stream()).isEqualTo("public.orders");
        assertThat(reference.uri())
                .isEqualTo(new ConnectionUri(
                        "postgresql",
                        "db.example",
                        6543,
                        "app",
                        "p@ss/word",
                        "/shop",
                        Map.of("schema", "public", "ssl_mode", "require")));
    }

    @Test
    void everythingButTheHostMayBeMissing() {
        assertThat(UriReader.read("mysql://db/shop").uri())
                .isEqualTo(new ConnectionUri("mysql", "db", -1, "", "", "/shop", Map.of()));
    }

    @Test
    void aPathUriKeepsItsPath() {
        assertThat(UriReader.read("sqlite:my data/shop.db#orders"))
                .isEqualTo(new UriReader.Reference(
                        new ConnectionUri("sqlite", "", -1, "", "", "my data/shop.db", Map.of()), "orders"));
    }

    @Test
    void aPlainPathIsAFileWhateverCharactersItHas() {
        assertThat(UriReader.read("in put/ä?*.csv").uri().path()).isEqualTo("in put/ä?*.csv");
        assertThat(UriReader.scheme("C:\\data.csv")).isEmpty();
    }

    @Test
    void theTextOfAUriNeverShowsThePassword() {
        assertThat(UriReader.read("postgresql://app:hush@db/shop").uri().toString())
                .isEqualTo("postgresql://app@db/shop");
    }

    @Test
    void oneVariableMayStandForUserAndPassword() {
        assertThat(UriReader.endOfLogin("mysql://${env:LOGIN}@db/shop")).isZero();
        assertThat(UriReader.endOfLogin("mysql://${env:USER}:${env:PW}@db/shop"))
                .isEqualTo("mysql://${env:USER}:${env:PW}@".length());
        assertThat(UriReader.endOfLogin("s3://bucket/a:b@c")).isZero();
    }

    @Test
    void aPasswordThatBreaksTheUriIsNotEchoed() {
        assertThatThrownBy(() -> UriReader.read("postgresql://app:hu@sh:x@db/shop"))
                .hasMessageContaining("percent-encode")
                .hasMessageNotContaining("hu@sh");
        assertThatThrownBy(() -> UriReader.read("postgresql://app:hu@sh@db/shop"))
                .hasMessageContaining("percent-encode")
                .hasMessageNotContaining("sh@db");
    }

    @Test
    void aPortThatIsTooLargeIsNamed() {
        assertThatThrownBy(() -> UriReader.read("postgresql://db:99999999999/shop"))
                .hasMessage("the port 99999999999 is too large");
    }
}
