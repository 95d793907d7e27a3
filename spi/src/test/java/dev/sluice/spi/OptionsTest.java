package dev.sluice.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
    private enum Mode {
        PREFER,
        VERIFY_FULL
    }

    private static final Option<String> HOST =
            Option.string("host", "the server").required();
    private static final Option<Integer> PORT =
            Option.integer("port", "TCP port").between(1, 65535).defaultValue(5432);
    private static final Option<String> PASSWORD =
            Option.string("password", "the password").secret();
    private static final Option<Mode> TLS =
            Option.choice("tls", "how to encrypt", Mode.class).defaultValue(Mode.PREFER);
    private static final Option<Long> BUFFER = Option.size("buffer", "bytes");
    private static final Option<List<String>> FILES = Option.list("files", "what to read");
    private static final Option<Map<String, String>> PROPERTIES = Option.map("properties", "for the driver");
    private static final List<Option<?>> ALL = List.of(HOST, PORT, PASSWORD, TLS, BUFFER, FILES, PROPERTIES);

    @Test
    void readsValuesOfEveryKind() {
        Options options = Options.of(
                ALL,
                Map.of(
                        "host", "db",
                        "port", "6543",
                        "tls", "verify_full",
                        "buffer", "64k",
                        "files", "a.csv",
                        "properties", Map.of("k", 1)));

        assertThat(options.get(HOST)).isEqualTo("db");
        assertThat(options.get(PORT)).isEqualTo(6543);
        assertThat(options.get(TLS)).isEqualTo(Mode.VERIFY_FULL);
        assertThat(options.get(BUFFER)).isEqualTo(65536L);
        assertThat(options.get(FILES)).containsExactly("a.csv");
        assertThat(options.get(PROPERTIES)).containsEntry("k", "1");
        assertThat(options.find(PASSWORD)).isEmpty();
    }

    @Test
    void defaultsStandInButAreNotSet() {
        Options options = Options.of(ALL, Map.of("host", "db"));

        assertThat(options.get(PORT)).isEqualTo(5432);
        assertThat(options.isSet(PORT)).isFalse();
    }

    @Test
    void reportsEveryProblemAtOnce() {
        assertThatThrownBy(
                        () -> Options.of(ALL, Map.of("prot", 1, "port", 70000, "tls", "verify_ful", "buffer", "big")))
                .hasMessageContaining("config.prot: there is no such option; did you mean 'port'?")
                .hasMessageContaining("config.port: must be from 1 to 65535, not 70000")
                .hasMessageContaining("config.tls: must be one of prefer, verify_full, not 'verify_ful'; did you mean")
                .hasMessageContaining("config.buffer: must be a size such as 512m, not 'big'")
                .hasMessageContaining("config.host: is required: the server");
    }

    @Test
    void contract13SecretsShowNowhereButAreKnown() throws Exception {
        Options options = Options.of(ALL, Map.of("host", "db", "password", "hush"));

        assertThat(options.toString()).isEqualTo("{host=db, password=***}");
        assertThat(options.secrets()).containsExactly("hush");
    }

    @Test
    void travelToOtherProcesses() throws Exception {
        Options options = Options.of(ALL, Map.of("host", "db", "password", "hush", "files", List.of("a", "b")));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(options);
        }
        Options copy = (Options) new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

        assertThat(copy.get(FILES)).containsExactly("a", "b");
        assertThat(copy.toString()).contains("password=***");
    }
}
