package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.jdbc.server.TlsMode;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import oracle.jdbc.OracleConnection;

/** Opens connections whose settings don't depend on the user's, the server's or this machine's defaults. */
final class Session {
    /** How much of a LOB comes with its row; what is longer is asked for by itself. */
    static final int LOB_PREFETCH_BYTES = 16 << 10;

    private static final List<String> SETTINGS = List.of(
            "NLS_LANGUAGE = 'AMERICAN'",
            "NLS_TERRITORY = 'AMERICA'",
            "NLS_CALENDAR = 'GREGORIAN'",
            "NLS_NUMERIC_CHARACTERS = '.,'",
            "NLS_DATE_FORMAT = 'YYYY-MM-DD\"T\"HH24:MI:SS'",
            "NLS_TIMESTAMP_FORMAT = 'YYYY-MM-DD\"T\"HH24:MI:SS.FF9'",
            "NLS_TIMESTAMP_TZ_FORMAT = 'YYYY-MM-DD\"T\"HH24:MI:SS.FF9TZH:TZM'",
            // texts compare by their code, as the ends of key ranges do
            "NLS_COMP = 'BINARY'",
            "NLS_SORT = 'BINARY'",
            "NLS_LENGTH_SEMANTICS = 'CHAR'",
            "TIME_ZONE = '+00:00'",
            // a killed run's session may hold its staging table until the server notices
            "DDL_LOCK_TIMEOUT = 60");

    private final Login.Opener opener;

    Session(Login.Opener opener) {
        this.opener = opener;
    }

    /** Sessions over Oracle Net. */
    static Session overNet() {
        return new Session(Login::open);
    }

    /**
     * Connects and logs in.
     *
     * @throws ConnectorException that tells a wrong password, a closed port, an unknown host and a missing service apart
     */
    Connection open(Options options) {
        try {
            Connection connection = opener.open(login(options));
            try {
                settle(connection, options);
                return connection;
            } catch (SQLException | RuntimeException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw ConnectFailure.of(options, e);
        }
    }

    /** The same for reading only: whatever is run, nothing changes, and all queries see one point in time. */
    Connection openToRead(Options options) {
        Connection connection = open(options);
        try {
            connection.setAutoCommit(false);
            Statements.run(connection, "SET TRANSACTION READ ONLY");
            return connection;
        } catch (SQLException e) {
            ConnectorException failure = OracleDialect.of(connection).failure("opening a connection to read", e);
            try {
                connection.close();
            } catch (SQLException closing) {
                failure.addSuppressed(closing);
            }
            throw failure;
        }
    }

    /** Oracle has no setting for a session: each statement is told how long it may take. */
    static void limit(Statement statement, Options options) throws SQLException {
        statement.setQueryTimeout(options.get(ServerOptions.STATEMENT_TIMEOUT));
    }

    static Login login(Options options) {
        TlsMode tls = options.get(OracleOptions.SSL_MODE);
        Dsn dsn = new Dsn(options.get(OracleOptions.DSN));
        Properties properties = new Properties();
        properties.setProperty(OracleConnection.CONNECTION_PROPERTY_USER_NAME, options.get(ServerOptions.USER));
        options.find(ServerOptions.PASSWORD)
                .ifPresent(password -> properties.setProperty(OracleConnection.CONNECTION_PROPERTY_PASSWORD, password));
        properties.setProperty(
                OracleConnection.CONNECTION_PROPERTY_THIN_NET_CONNECT_TIMEOUT,
                String.valueOf(options.get(ServerOptions.CONNECT_TIMEOUT) * 1000));
        properties.setProperty("oracle.net.keepAlive", "true");
        properties.setProperty("oracle.jdbc.timezoneAsRegion", "false");
        properties.setProperty("oracle.jdbc.defaultLobPrefetchSize", String.valueOf(LOB_PREFETCH_BYTES));
        // the driver's own is ten rows: too few for a catalog
        properties.setProperty("defaultRowPrefetch", "1000");
        properties.setProperty("v$session.program", "sluice");
        options.find(OracleOptions.TNS_ADMIN)
                .ifPresent(folder -> properties.setProperty(OracleConnection.CONNECTION_PROPERTY_TNS_ADMIN, folder));
        options.find(OracleOptions.WALLET)
                .ifPresent(folder -> properties.setProperty(
                        OracleConnection.CONNECTION_PROPERTY_WALLET_LOCATION,
                        "(SOURCE=(METHOD=file)(METHOD_DATA=(DIRECTORY=" + folder + ")))"));
        options.find(OracleOptions.WALLET_PASSWORD)
                .ifPresent(password ->
                        properties.setProperty(OracleConnection.CONNECTION_PROPERTY_WALLET_PASSWORD, password));
        if (dsn.isTls(tls)) {
            properties.setProperty("oracle.net.ssl_server_dn_match", String.valueOf(tls != TlsMode.VERIFY_CA));
        } else {
            properties.setProperty("oracle.net.encryption_client", encryption(tls));
        }
        properties.putAll(options.get(ServerOptions.PROPERTIES));
        Optional<SSLContext> trust = options.find(ServerOptions.SSL_ROOT_CERT).map(TrustedAuthorities::read);
        return new Login(dsn.url(tls), properties, trust);
    }

    private static String encryption(TlsMode mode) {
        return switch (mode) {
            case DISABLE -> "REJECTED";
            case PREFER -> "REQUESTED";
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> "REQUIRED";
        };
    }

    private static void settle(Connection connection, Options options) throws SQLException {
        Statements.run(connection, "ALTER SESSION SET " + String.join(" ", SETTINGS));
        Optional<String> schema = options.find(OracleOptions.SCHEMA);
        if (schema.isPresent()) {
            Statements.run(
                    connection,
                    "ALTER SESSION SET CURRENT_SCHEMA = "
                            + OracleDialect.OLDEST.quote(OracleNames.schema(connection, schema.get())
                                    .orElseThrow(() -> new ConnectorException(
                                            ErrorCode.STREAM_NOT_FOUND,
                                            "Oracle: there is no schema '" + schema.get() + "'; check 'schema'"))));
        }
    }
}
