package dev.sluice.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
    private final Redaction redaction = new Redaction();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://app:pl4nted@db/shop",
                "postgresql://app:pl4nted/with@sign@db:5432/shop#public.orders",
                "s3://bucket/?aws_secret_access_key=pl4nted&region=x",
                "postgresql://db/shop?password=pl4nted",
                "login failed for password='pl4nted'"
            })
    void contract13APasswordNeverShowsInWhatTheUserTyped(String text) {
        assertThat(redaction.redact(text)).doesNotContain("pl4nted").contains("***");
        assertThat(Redaction.holdsSecret(text)).isTrue();
    }

    @Test
    void contract13ASecretFromAConfigurationIsBlankedWhereverItAppears() {
        redaction.learn(List.of("hunter22"));
        assertThat(redaction.redact("the server said: hunter22 is wrong")).isEqualTo("the server said: *** is wrong");
    }

    @Test
    void contract13ASecretIsBlankedWithinJsonToo() {
        redaction.learn(List.of("pl4\"nted\\here"));
        String report = Json.indented(Map.of("error", "refused: pl4\"nted\\here, it said"));
        assertThat(redaction.redact(report)).contains("refused: ***, it said");
    }

    @Test
    void aReferenceToAVariableStays() {
        String text = "postgresql://db/shop?password=${env:PGPASSWORD}";
        assertThat(redaction.redact(text)).isEqualTo(text);
        assertThat(Redaction.holdsSecret("postgresql://app:${env:PGPASSWORD}@db/shop"))
                .isFalse();
    }

    @Test
    void ordinaryTextStays() {
        String text = "orders.csv line 12: 'a@b' is not a number; see http://example.org/x";
        assertThat(redaction.redact(text)).isEqualTo(text);
    }
}
