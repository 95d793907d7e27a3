package dev.sluice.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamNameTest {
    @Test
    void theFirstDotOutsideQuotesSplitsNamespaceAndName() {
        assertThat(StreamName.parse("orders")).isEqualTo(StreamName.of("orders"));
        assertThat(StreamName.parse("public.orders")).isEqualTo(new StreamName("public", "orders"));
        assertThat(StreamName.parse("\"a.b\".\"c\"\"d\"")).isEqualTo(new StreamName("a.b", "c\"d"));
        assertThat(StreamName.parse("public.a.b")).isEqualTo(new StreamName("public", "a.b"));
        assertThat(StreamName.parse(".hidden")).isEqualTo(StreamName.of(".hidden"));
    }
}
