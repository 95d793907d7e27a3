package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.UriMapping.ConnectionUri;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionTest {
    @Test
    void aDsnIsWrittenInAnyOfOraclesWays() {
        assertThat(url("db:1521/shop")).isEqualTo("jdbc:oracle:thin:@//db:1521/shop");
        assertThat(url("tcps://db:2484/shop")).isEqualTo("jdbc:oracle:thin:@tcps://db:2484/shop");
        assertThat(url("shop_high")).isEqualTo("jdbc:oracle:thin:@shop_high");
        assertThat(url("(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521)))"))
                .isEqualTo("jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=db)(PORT=1521)))");
        assertThat(url("db:1521/shop", "ssl_mode", "verify_full")).isEqualTo("jdbc:oracle:thin:@tcps://db:1521/shop");
    }

    @Test
    void messagesNameTheHostOfAnyDsn() {
        assertThat(new Dsn("db:1521/shop").host()).isEqualTo("db");
        assertThat(new Dsn("tcps://db:2484/shop").address()).isEqualTo("db:2484");
        assertThat(new Dsn("(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)( HOST = db )(PORT=1521)))").host())
                .isEqualTo("db");
        assertThat(new Dsn("db:1521/shop").service()).isEqualTo("shop");
    }

    @Test
    void encryptionIsOraclesOwnUntilACertificateIsToBeChecked() {
        assertThat(encryption("disable")).isEqualTo("REJECTED");
        assertThat(encryption("prefer")).isEqualTo("REQUESTED");
        assertThat(encryption("require")).isEqualTo("REQUIRED");
        assertThat(encryption("verify_full")).isNull();
        assertThat(login("db:1521/shop", "ssl_mode", "verify_ca").properties())
                .containsEntry("oracle.net.ssl_server_dn_match", "false");
    }

    @Test
    void propertiesOfTheUserWin() {
        Options options = options(Map.of("dsn", "db:1521/shop", "properties", Map.of("oracle.net.keepAlive", "false")));

        assertThat(Session.login(options).properties()).containsEntry("oracle.net.keepAlive", "false");
    }

    @Test
    void aFileWithoutCertificatesIsRefusedByName() {
        assertThatThrownBy(() -> login("db:1521/shop", "ssl_root_cert", "/no/such/ca.pem"))
                .isInstanceOf(ConnectorException.class)
                .hasMessageContaining("/no/such/ca.pem");
    }

    @Test
    void aUriHasHostPortAndService() {
        ConnectionUri uri = new ConnectionUri("oracle", "db", -1, "app", "secret", "/shop", Map.of("schema", "SHOP"));

        assertThat(OracleOptions.URI.toConfig().apply(uri))
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("dsn", "db:1521/shop", "user", "app", "password", "secret", "schema", "SHOP"));
    }

    @Test
    void aConnectionToReadTakesNoChange() throws SQLException {
        OracleSystem system = new OracleSystem(19);
        try (Connection connection = OracleSystem.SESSION.openToRead(system.sourceOptions())) {
            assertThatThrownBy(() -> Statements.run(connection, "DELETE FROM t"))
                    .hasMessageContaining("ORA-01456");
        }
    }

    @Test
    void aSchemaIsFoundByItsOwnNameOrInLowerCase() throws SQLException {
        OracleSystem system = new OracleSystem(19);
        try (Connection direct = system.database.direct()) {
            Statements.run(direct, "CREATE SCHEMA SHOP");
        }
        try (Connection connection = OracleSystem.SESSION.open(system.sourceOptions("schema", "shop"))) {
            assertThat(OracleCatalog.currentSchema(connection)).isEqualTo("SHOP");
        }
        assertThatThrownBy(() -> OracleSystem.SESSION.open(system.sourceOptions("schema", "nowhere")))
                .isInstanceOfSatisfying(
                        ConnectorException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STREAM_NOT_FOUND));
    }

    private static String encryption(String mode) {
        return login("db:1521/shop", "ssl_mode", mode).properties().getProperty("oracle.net.encryption_client");
    }

    private static String url(String dsn, String... more) {
        return login(dsn, more).url();
    }

    private static Login login(String dsn, String... more) {
        Map<String, Object> config = new HashMap<>(Map.of("dsn", dsn));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Session.login(options(config));
    }

    private static Options options(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("user", "app", "password", "secret"));
        config.putAll(more);
        return Options.of(OracleOptions.SOURCE, config);
    }
}
