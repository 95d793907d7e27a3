package dev.sluice.connectors.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConnectFailureTest {
    private static final String PASSWORD = "planted-secret";

    @ParameterizedTest
    @CsvSource({
        "1017, LOGIN_REFUSED, check 'user' and 'password'",
        "28000, LOGIN_REFUSED, ACCOUNT UNLOCK",
        "28001, LOGIN_REFUSED, ALTER USER",
        "1045, PERMISSION_DENIED, GRANT CREATE SESSION",
        "12514, DATABASE_NOT_FOUND, knows no service 'shop'",
        "12541, UNREACHABLE, check 'dsn'",
        "12154, INVALID_CONFIGURATION, tns_admin",
        "12519, TRY_AGAIN, PROCESSES",
        "1033, TRY_AGAIN, db:1521"
    })
    void eachRefusalHasItsOwnCodeAndSaysWhatToDo(int number, ErrorCode code, String advice) {
        SQLException error =
                new SQLException("ORA-" + number + ": some words\nhttps://docs.oracle.com/x", "66000", number);
        ConnectorException failure = ConnectFailure.of(options("dsn", "db:1521/shop"), error);

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure).hasMessageContaining(advice);
        assertThat(failure.getMessage()).doesNotContain("docs.oracle.com", PASSWORD);
    }

    /** With the real driver, over a real network. */
    @Test
    void aClosedPortIsToldApart() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        ConnectorException failure = failure("dsn", "127.0.0.1:" + port + "/shop");

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNREACHABLE);
        assertThat(failure).hasMessageContaining("nothing answers at 127.0.0.1:" + port);
    }

    /** With the real driver. */
    @Test
    void anUnknownHostIsToldApart() {
        ConnectorException failure = failure("dsn", "no-such-host.invalid:1521/shop");

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.UNKNOWN_HOST);
        assertThat(failure).hasMessageContaining("'no-such-host.invalid'").hasMessageContaining("check 'dsn'");
    }

    /** With the real driver. */
    @Test
    void anUnknownAliasIsToldApart() {
        ConnectorException failure = failure("dsn", "nowhere");

        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(ErrorCode.INVALID_CONFIGURATION);
        assertThat(failure).hasMessageContaining("'nowhere'").hasMessageContaining("tns_admin");
    }

    private static ConnectorException failure(String... config) {
        ConnectorException failure = catchThrowableOfType(
                ConnectorException.class, () -> new OracleSource().testConnection(options(config)));
        assertThat(failure.getMessage()).doesNotContain(PASSWORD);
        return failure;
    }

    private static Options options(String... more) {
        Map<String, Object> config = new HashMap<>(Map.of("user", "app", "password", PASSWORD, "connect_timeout", 5));
        for (int i = 0; i < more.length; i += 2) {
            config.put(more[i], more[i + 1]);
        }
        return Options.of(OracleOptions.SOURCE, config);
    }
}
