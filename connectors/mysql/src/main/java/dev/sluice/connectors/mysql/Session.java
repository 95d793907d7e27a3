package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.server.CertificateAuthorities;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.jdbc.server.TlsMode;
import dev.sluice.connectors.mysql.wire.Packets;
import dev.sluice.connectors.mysql.wire.TappedSocketFactory;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.Driver;
import org.mariadb.jdbc.export.SslMode;

/** Opens connections whose settings don't depend on the user's, the server's or this machine's defaults. */
final class Session {
    private static final int HOUR = 3600;
    private static final int DAY = 24 * HOUR;

    /** MariaDB and MySQL before 8.0.30 don't have it, and take it for a comment. */
    private static final String SHOW_GENERATED_KEYS =
            "SET SESSION sql_safe_updates = 0 /*!80030 , SESSION show_gipk_in_create_table_and_information_schema = %s"
                    + " */";

    private Session() {}

    /**
     * Connects and logs in.
     *
     * @throws ConnectorException that tells a wrong password, a closed port, an unknown host and a missing database apart
     */
    static Connection open(Options options) {
        return open(options, true);
    }

    /** The same for reading only: whatever is run, nothing changes. */
    static Connection openToRead(Options options) {
        Connection connection = open(options, false);
        try {
            Statements.run(connection, "SET SESSION TRANSACTION READ ONLY");
            return connection;
        } catch (SQLException e) {
            throw closing(connection, MysqlDialect.of(connection).failure("opening a connection to read", e));
        }
    }

    /**
     * A key that the server adds to tables without one comes before the columns that we made, which are counted.
     *
     * @return the same connection
     */
    static Connection hideGeneratedKeys(Connection connection) {
        try {
            Statements.run(connection, SHOW_GENERATED_KEYS.formatted("OFF"));
            return connection;
        } catch (SQLException e) {
            throw closing(connection, MysqlDialect.of(connection).failure("opening a connection to write", e));
        }
    }

    /** Asks something of the catalog that those keys belong to, over a connection that hides them. */
    static boolean withGeneratedKeys(Connection connection, Question question) throws SQLException {
        Statements.run(connection, SHOW_GENERATED_KEYS.formatted("ON"));
        boolean answer = question.ask();
        Statements.run(connection, SHOW_GENERATED_KEYS.formatted("OFF"));
        return answer;
    }

    @FunctionalInterface
    interface Question {
        boolean ask() throws SQLException;
    }

    private static Connection open(Options options, boolean writes) {
        try {
            Connection connection = connect(options, writes);
            try {
                connection.setCatalog(options.get(ServerOptions.DATABASE));
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

    /** Where encryption is only preferred, a server that has none is asked again without. */
    private static Connection connect(Options options, boolean writes) throws SQLException {
        String url = "jdbc:mariadb://" + options.get(ServerOptions.HOST) + ":" + options.get(MysqlOptions.PORT) + "/";
        try {
            return new Driver().connect(url, properties(options, writes));
        } catch (SQLException e) {
            boolean plain = options.get(ServerOptions.SSL_MODE) == TlsMode.PREFER
                    && String.valueOf(e.getMessage()).contains("ssl not enabled");
            if (!plain) {
                throw e;
            }
            Properties properties = properties(options, writes);
            properties.setProperty("sslMode", "disable");
            return new Driver().connect(url, properties);
        }
    }

    private static Properties properties(Options options, boolean writes) {
        Properties properties = new Properties();
        properties.setProperty("user", options.get(ServerOptions.USER));
        options.find(ServerOptions.PASSWORD).ifPresent(password -> properties.setProperty("password", password));
        properties.setProperty("connectTimeout", String.valueOf(options.get(ServerOptions.CONNECT_TIMEOUT) * 1000));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("allowLocalInfile", String.valueOf(writes));
        properties.setProperty("allowMultiQueries", "false");
        properties.setProperty("rewriteBatchedStatements", "true");
        properties.setProperty("useServerPrepStmts", "false");
        properties.setProperty("connectionTimeZone", "UTC");
        properties.setProperty("connectionAttributes", "program_name:sluice");
        properties.setProperty("socketFactory", TappedSocketFactory.class.getName());
        // takes no more from the socket than it needs
        properties.setProperty("useReadAheadInput", "true");
        TlsMode tls = options.get(ServerOptions.SSL_MODE);
        properties.setProperty("sslMode", sslMode(tls));
        // what encrypts the password without TLS; where a certificate is checked the server's key needn't be asked for
        properties.setProperty("allowPublicKeyRetrieval", String.valueOf(!tls.verifies()));
        CertificateAuthorities.file(MysqlDialect.EITHER, options)
                .ifPresent(file -> properties.setProperty("serverSslCert", file));
        properties.putAll(options.get(ServerOptions.PROPERTIES));
        return properties;
    }

    private static String sslMode(TlsMode mode) {
        return switch (mode) {
            case DISABLE -> "disable";
            case PREFER, REQUIRE -> "trust";
            case VERIFY_CA, VERIFY_FULL -> mode.spelling();
        };
    }

    /**
     * What a connection receives, where its rows can be taken from there: nothing is encrypted or compressed.
     *
     * @param row the packet that the driver has just read
     */
    static Optional<Packets> packets(Connection connection, byte[] row) throws SQLException {
        Configuration driver = connection
                .unwrap(org.mariadb.jdbc.Connection.class)
                .getContext()
                .getConf();
        boolean plain = driver.sslMode() == SslMode.DISABLE && !driver.useCompression();
        return plain ? Packets.after(row) : Optional.empty();
    }

    private static void settle(Connection connection, Options options) throws SQLException {
        MysqlDialect dialect = MysqlDialect.of(connection);
        int statements = options.get(ServerOptions.STATEMENT_TIMEOUT);
        int locks = options.get(ServerOptions.LOCK_TIMEOUT);
        List<String> settings = new ArrayList<>(List.of(
                "time_zone = '+00:00'",
                // a 0 that is written to an AUTO_INCREMENT column is a value like any other, not a wish for the next
                // number
                "sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'",
                // of tables of our own too, whatever the server's is
                "default_storage_engine = InnoDB",
                "net_write_timeout = " + DAY,
                "net_read_timeout = " + DAY,
                "wait_timeout = " + DAY,
                "group_concat_max_len = 1000000",
                // a table is read and written whole, whatever protects people at a prompt from that
                "sql_select_limit = 18446744073709551615",
                "sql_big_selects = 1",
                "sql_safe_updates = 0",
                "autocommit = 1",
                "completion_type = NO_CHAIN",
                "lock_wait_timeout = " + (locks == 0 ? DAY : locks),
                "innodb_lock_wait_timeout = " + (locks == 0 ? DAY : locks)));
        settings.addAll(
                dialect.isMariaDb()
                        ? List.of(
                                "max_statement_time = " + statements,
                                "idle_transaction_timeout = 0",
                                "idle_readonly_transaction_timeout = 0",
                                "idle_write_transaction_timeout = 0")
                        : List.of("max_execution_time = " + statements * 1000L));
        Statements.run(connection, "SET SESSION " + String.join(", SESSION ", settings));
        // MySQL's default; a server may have another
        Statements.run(connection, "SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ");
    }

    private static ConnectorException closing(Connection connection, ConnectorException failure) {
        try {
            connection.close();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }
}
