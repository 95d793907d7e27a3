package dev.sluice.testkit.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.SourceConnector;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SqlEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What {@code verify_ca} and {@code verify_full} check of a server's certificate, against a server that shows one for
 * localhost, by an authority of the test's own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class TlsConformance {
    private static final String NAME = "localhost";
    /** The same machine, by a name that the certificate isn't for. */
    private static final String OTHER_NAME = "127.0.0.1";

    private Path folder;
    private ServerCertificate certificate;
    private ServerCertificate stranger;
    private SqlEndpoint server;

    /** A server that shows the certificate. */
    protected abstract SqlEndpoint start(ServerCertificate shown);

    protected abstract SourceConnector source();

    /** Options of the connector. */
    protected abstract Options options(Map<String, Object> config);

    /** Whether what goes over a connection with these options is encrypted, as the server sees it. */
    protected abstract boolean isEncrypted(Options options) throws SQLException;

    /**
     * Whether a server whose authority isn't known can still prove, by the password that both sides know, that its
     * certificate is its own.
     */
    protected boolean provesItselfByThePassword() {
        return false;
    }

    @BeforeAll
    void startServer(@TempDir Path made) throws IOException, InterruptedException {
        folder = made;
        certificate = ServerCertificate.create(Files.createDirectory(folder.resolve("known")), NAME);
        stranger = ServerCertificate.create(Files.createDirectory(folder.resolve("strange")), NAME);
        server = start(certificate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify_ca", "verify_full"})
    void aCertificateOfATrustedAuthorityIsAcceptedUnderItsName(String mode) throws SQLException {
        Options options = options(NAME, mode, certificate.authority());

        source().testConnection(options);

        assertThat(isEncrypted(options)).isTrue();
    }

    @Test
    void whereNothingIsToBeCheckedAnyCertificateWillDo() throws SQLException {
        assertThat(isEncrypted(options(OTHER_NAME, "require", null))).isTrue();
        assertThat(isEncrypted(options(OTHER_NAME, "prefer", null))).isTrue();
        assertThat(isEncrypted(options(OTHER_NAME, "disable", null))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify_ca", "verify_full"})
    void aCertificateOfAnotherAuthorityIsRefused(String mode) {
        ConnectorException failure = failure(options(NAME, mode, stranger.authority()));

        assertThat(failure.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
        assertThat(failure)
                .hasMessageContainingAll("no encrypted connection to localhost:", "'ssl_root_cert'", "authority");
    }

    @Test
    void whereNoAuthorityIsNamedThoseThatJavaKnowsAreTrusted() throws SQLException {
        Options options = options(NAME, "verify_full", null);
        if (provesItselfByThePassword()) {
            assertThat(isEncrypted(options)).isTrue();
            return;
        }

        ConnectorException failure = failure(options);

        assertThat(failure.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
        assertThat(failure).hasMessageContainingAll("no encrypted connection", "'ssl_root_cert'");
    }

    @Test
    void aCertificateForAnotherNameIsRefusedByVerifyFullAlone() throws SQLException {
        Options lenient = options(OTHER_NAME, "verify_ca", certificate.authority());
        source().testConnection(lenient);
        assertThat(isEncrypted(lenient)).isTrue();

        ConnectorException failure = failure(options(OTHER_NAME, "verify_full", certificate.authority()));

        assertThat(failure.code()).isEqualTo(ErrorCode.LOGIN_REFUSED);
        assertThat(failure)
                .hasMessageContainingAll(
                        "no encrypted connection to 127.0.0.1:",
                        "the server's certificate is for another name",
                        "verify_ca");
    }

    @Test
    void aFileOfAuthoritiesThatIsMissingIsNamed() {
        ConnectorException failure = failure(options(NAME, "verify_full", folder.resolve("missing.pem")));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageContainingAll("'ssl_root_cert'", "missing.pem");
    }

    @Test
    void aFileThatHoldsNoCertificateIsNamed() throws IOException {
        Path file = Files.writeString(folder.resolve("note.txt"), "no certificate");

        ConnectorException failure = failure(options(NAME, "verify_ca", file));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageContainingAll("'ssl_root_cert'", "note.txt");
    }

    private ConnectorException failure(Options options) {
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> source().testConnection(options));
        assertThat(failure).as("the connection is refused").isNotNull();
        assertThat(failure.getMessage()).doesNotContain(server.password());
        return failure;
    }

    private Options options(String host, String mode, Path authorities) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "host", host,
                "port", server.port(),
                "user", server.user(),
                "password", server.password(),
                "ssl_mode", mode));
        if (authorities != null) {
            config.put("ssl_root_cert", authorities.toString());
        }
        return options(config);
    }
}
