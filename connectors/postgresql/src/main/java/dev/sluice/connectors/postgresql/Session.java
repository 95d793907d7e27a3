package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.CertificateAuthorities;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.jdbc.server.TlsMode;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.postgresql.copy.CopyManager;
import org.postgresql.ssl.DefaultJavaSSLFactory;

/** Opens connections whose settings don't depend on the role's, the database's or this machine's defaults. */
final class Session {
    /** From this version on pages of a table are found without reading those before. */
    static final int TID_RANGE_SCANS = 14;

    private static final int TRANSACTION_TIMEOUT = 17;

    /** Where libpq and the driver look for authorities. */
    private static final Path USUAL_AUTHORITIES = Path.of(System.getProperty("user.home"), ".postgresql", "root.crt");

    private Session() {}

    /**
     * Connects and logs in.
     *
     * @throws ConnectorException that tells a wrong password, a closed port, an unknown host and a missing database apart
     */
    static Connection open(Options options) {
        try {
            Connection connection = new Driver().connect(url(options), properties(options));
            try {
                settle(connection, options);
                return connection;
            } catch (SQLException e) {
                connection.close();
                throw e;
            }
        } catch (SQLException e) {
            throw ConnectFailure.of(options, e);
        }
    }

    static CopyManager copyManager(Connection connection) throws SQLException {
        return connection.unwrap(PGConnection.class).getCopyAPI();
    }

    private static String url(Options options) {
        return "jdbc:postgresql://" + options.get(ServerOptions.HOST) + ":" + options.get(PostgresOptions.PORT) + "/"
                + URLEncoder.encode(options.get(ServerOptions.DATABASE), StandardCharsets.UTF_8);
    }

    private static Properties properties(Options options) {
        Properties properties = new Properties();
        String timeout = String.valueOf(options.get(ServerOptions.CONNECT_TIMEOUT));
        PGProperty.USER.set(properties, options.get(ServerOptions.USER));
        options.find(PostgresOptions.PASSWORD).ifPresent(password -> PGProperty.PASSWORD.set(properties, password));
        PGProperty.CONNECT_TIMEOUT.set(properties, timeout);
        PGProperty.LOGIN_TIMEOUT.set(properties, timeout);
        PGProperty.TCP_KEEP_ALIVE.set(properties, true);
        PGProperty.APPLICATION_NAME.set(properties, "sluice");
        // prepared statements on the server don't go through poolers in transaction mode
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        TlsMode tls = options.get(ServerOptions.SSL_MODE);
        PGProperty.SSL_MODE.set(properties, tls.spelling());
        Optional<String> authorities = CertificateAuthorities.file(PostgresDialect.INSTANCE, options);
        authorities.ifPresent(file -> PGProperty.SSL_ROOT_CERT.set(properties, file));
        if (tls.verifies() && authorities.isEmpty() && !Files.exists(USUAL_AUTHORITIES)) {
            // without a file of authorities there is still what Java trusts
            PGProperty.SSL_FACTORY.set(properties, DefaultJavaSSLFactory.class.getName());
        }
        properties.putAll(options.get(ServerOptions.PROPERTIES));
        return properties;
    }

    private static void settle(Connection connection, Options options) throws SQLException {
        String schema = options.get(PostgresOptions.SCHEMA);
        String settings = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'iso_8601';"
                + " SET extra_float_digits = 1; SET bytea_output = 'hex'; SET idle_in_transaction_session_timeout = 0;"
                + " SET xmloption = content;"
                + " SET statement_timeout = '" + options.get(ServerOptions.STATEMENT_TIMEOUT) + "s';"
                + " SET lock_timeout = '" + options.get(ServerOptions.LOCK_TIMEOUT) + "s'";
        if (!schema.equals(PostgresOptions.ALL_SCHEMAS)) {
            settings += "; SET search_path = " + PostgresDialect.INSTANCE.quote(schema);
        }
        if (connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT) {
            settings += "; SET transaction_timeout = 0";
        }
        Statements.run(connection, settings);
    }
}
