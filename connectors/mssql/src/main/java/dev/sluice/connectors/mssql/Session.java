package dev.sluice.connectors.mssql;

import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.jdbc.server.TlsMode;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections whose settings don't depend on the user's, the server's or this machine's defaults. */
final class Session {
    /** The largest packets that fit TLS records. */
    private static final int PACKET_BYTES = 16_000;

    private static final String SETTINGS = "SET LANGUAGE us_english; SET DATEFORMAT ymd; SET ANSI_NULLS ON;"
            + " SET ANSI_PADDING ON; SET ANSI_WARNINGS ON; SET ARITHABORT ON; SET CONCAT_NULL_YIELDS_NULL ON;"
            + " SET QUOTED_IDENTIFIER ON; SET NUMERIC_ROUNDABORT OFF; SET TEXTSIZE 2147483647; SET ROWCOUNT 0;"
            + " SET XACT_ABORT ON";

    private Session() {}

    /**
     * Connects and logs in.
     *
     * @throws ConnectorException that tells a wrong password, a closed port, an unknown host and a missing database apart
     */
    static Connection open(Options options) {
        return open(options, "ReadWrite");
    }

    /** The same to read rows: an availability group may send such connections to a readable copy. */
    static Connection openToRead(Options options) {
        return open(options, "ReadOnly");
    }

    private static Connection open(Options options, String intent) {
        try {
            Connection connection = connect(options, intent);
            try {
                Statements.run(connection, SETTINGS);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw ConnectFailure.of(options, e);
        }
    }

    /** Where encryption is only preferred, a server that has none is asked again without. */
    private static Connection connect(Options options, String intent) throws SQLException {
        Properties properties = properties(options, intent);
        try {
            return new SQLServerDriver().connect("jdbc:sqlserver://", properties);
        } catch (SQLException e) {
            // the driver's messages come in the language of this machine, but for these letters
            String text = String.valueOf(e.getMessage());
            boolean plain = options.get(ServerOptions.SSL_MODE) == TlsMode.PREFER
                    && ServerText.number(e) == 0
                    && (text.contains("SSL") || text.contains("TLS"));
            if (!plain) {
                throw e;
            }
            properties.setProperty("encrypt", "false");
            return new SQLServerDriver().connect("jdbc:sqlserver://", properties);
        }
    }

    private static Properties properties(Options options, String intent) {
        Properties properties = new Properties();
        properties.setProperty("serverName", options.get(ServerOptions.HOST));
        properties.setProperty("portNumber", String.valueOf(options.get(MssqlOptions.PORT)));
        properties.setProperty("databaseName", options.get(ServerOptions.DATABASE));
        properties.setProperty("user", options.get(ServerOptions.USER));
        options.find(ServerOptions.PASSWORD).ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("applicationName", "sluice");
        properties.setProperty("applicationIntent", intent);
        properties.setProperty("loginTimeout", String.valueOf(options.get(ServerOptions.CONNECT_TIMEOUT)));
        // a connection that is lost takes its transaction with it: the driver must not replace it in silence
        properties.setProperty("connectRetryCount", "0");
        properties.setProperty("packetSize", String.valueOf(PACKET_BYTES));
        properties.setProperty("responseBuffering", "adaptive");
        properties.setProperty("selectMethod", "direct");
        properties.setProperty("sendTimeAsDatetime", "false");
        properties.setProperty("sendStringParametersAsUnicode", "true");
        int statements = options.get(ServerOptions.STATEMENT_TIMEOUT);
        int locks = options.get(ServerOptions.LOCK_TIMEOUT);
        properties.setProperty("queryTimeout", String.valueOf(statements == 0 ? -1 : statements));
        properties.setProperty("lockTimeout", String.valueOf(locks == 0 ? -1 : locks * 1000L));
        TlsMode tls = options.get(ServerOptions.SSL_MODE);
        properties.setProperty("encrypt", String.valueOf(tls != TlsMode.DISABLE));
        properties.setProperty("trustServerCertificate", String.valueOf(!tls.verifies()));
        if (tls.verifies()) {
            options.find(ServerOptions.SSL_ROOT_CERT).ifPresent(file -> TrustStore.add(properties, file));
        }
        properties.putAll(options.get(ServerOptions.PROPERTIES));
        return properties;
    }
}
