package dev.sluice.connectors.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.testkit.mssql.SqlServerDatabase;
import dev.sluice.testkit.mssql.TestingSqlServer;
import dev.sluice.testkit.server.ServerCertificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each failure says what it is and what to do. */
class ErrorsTest {
    private SqlServerDatabase database;
    private Rig rig;

    @BeforeEach
    void createDatabase() {
        database = TestingSqlServer.shared().createDatabase();
        rig = new Rig(database);
    }

    @AfterEach
    void dropDatabase() {
        database.close();
    }

    @Test
    void encryptionThatTheServerHasNotIsAskedForInVain() {
        org.junit.jupiter.api.Assumptions.assumeFalse(database.server().isReal());

        ConnectorException failure = connecting(Map.of("ssl_mode", "require"));

        assertThat(failure.code()).isIn(ErrorCode.LOGIN_REFUSED, ErrorCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("SSL");
    }

    @Test
    void aFileWithoutCertificatesIsNamed(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("ca.pem"), "no certificate");

        ConnectorException failure = connecting(Map.of("ssl_mode", "verify_full", "ssl_root_cert", file.toString()));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageContaining("ca.pem").hasMessageContaining("ssl_root_cert");
    }

    @Test
    void theAuthoritiesOfAFileAreTrusted(@TempDir Path folder) throws Exception {
        ServerCertificate certificate = ServerCertificate.create(folder, "localhost");
        Properties properties = new Properties();

        TrustStore.add(properties, certificate.authority().toString());

        KeyStore store = KeyStore.getInstance(
                Path.of(properties.getProperty("trustStore")).toFile(),
                properties.getProperty("trustStorePassword").toCharArray());
        assertThat(Collections.list(store.aliases())).hasSize(1);
    }

    @Test
    void aQueryThatIsWrongIsNamed() {
        ConnectorException failure =
                catchThrowableOfType(ConnectorException.class, () -> rig.query("SELECT nothing FROM nowhere"));

        assertThat(failure.code()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageContaining("'q'").hasMessageContaining("nowhere");
    }

    @Test
    void aTableThatIsDroppedBeforeItIsReadIsNamed() throws Exception {
        database.execute("CREATE TABLE t (id int PRIMARY KEY)");
        ReadRequest request = rig.readRequest(rig.stream("t"), 1);
        try (SplitPlan plan = new MssqlSource().planSplits(request)) {
            database.execute("DROP TABLE t");

            ConnectorException failure = catchThrowableOfType(
                    ConnectorException.class,
                    () -> rig.read(request, plan.splits().getFirst()));

            assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND);
            assertThat(failure).hasMessageContaining("dbo.t");
        }
    }

    private ConnectorException connecting(Map<String, ?> changes) {
        return catchThrowableOfType(
                ConnectorException.class, () -> new MssqlSource().testConnection(rig.options(changes)));
    }
}
