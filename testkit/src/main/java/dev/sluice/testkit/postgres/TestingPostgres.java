package dev.sluice.testkit.postgres;

import dev.sluice.testkit.MissingServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A real PostgreSQL server, shared by all test classes of one JVM; each class takes a database of its own from {@link
 * #createDatabase()}.
 *
 * <p>It is the server that {@value #URL_VARIABLE} names ({@code jdbc:postgresql://host:port/database?user=…&password=…},
 * a superuser's), else one started from the embedded binaries on a free loopback port, which ends with the JVM. Where
 * neither works the test is skipped; with {@code CI=true} it fails. Thread-safe.
 */
public final class TestingPostgres {
    public static final String URL_VARIABLE = "SLUICE_TEST_POSTGRES_URL";

    private static final System.Logger LOG = System.getLogger(TestingPostgres.class.getName());

    private final String host;
    private final int port;
    private final String database;
    private final String user;
    private final String password;
    private final AtomicInteger databases = new AtomicInteger();

    TestingPostgres(String host, int port, String database, String user, String password) {
        this.host = host;
        this.port = port;
        this.database = database;
        this.user = user;
        this.password = password;
    }

    /** The JVM's server, started at the first call. */
    public static TestingPostgres shared() {
        if (Shared.OUTCOME.server() == null) {
            MissingServer.skip("PostgreSQL server", URL_VARIABLE, Shared.OUTCOME.failure());
        }
        return Shared.OUTCOME.server();
    }

    public String host() {
        return host;
    }

    public int port() {
        return port;
    }

    /** A superuser, who has to log in with {@link #password()} (scram-sha-256). */
    public String user() {
        return user;
    }

    public String password() {
        return password;
    }

    /** URL of the maintenance database, without user and password. */
    public String jdbcUrl() {
        return database(database).jdbcUrl();
    }

    /** A connection of the superuser to the maintenance database. */
    public Connection connect() throws SQLException {
        return database(database).connect();
    }

    /** An empty UTF-8 database that nobody else uses. */
    public TestingDatabase createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
        return database(name);
    }

    /** A login role without any privilege. */
    public void createRole(String name, String rolePassword) {
        execute("DROP ROLE IF EXISTS " + TestingDatabase.quote(name));
        execute("CREATE ROLE " + TestingDatabase.quote(name) + " LOGIN PASSWORD '" + rolePassword.replace("'", "''")
                + "'");
    }

    /** Runs a statement on the maintenance database. */
    void execute(String sql) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql + ": " + e.getMessage(), e);
        }
    }

    private TestingDatabase database(String name) {
        return new TestingDatabase(this, name);
    }

    private static TestingPostgres ofUrl(String url) {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new IllegalStateException(URL_VARIABLE + " is not a jdbc:postgresql: URL");
        }
        return new TestingPostgres(
                parts.getProperty(PGProperty.PG_HOST.getName()),
                Integer.parseInt(parts.getProperty(PGProperty.PG_PORT.getName())),
                parts.getProperty(PGProperty.PG_DBNAME.getName()),
                PGProperty.USER.getOrDefault(parts),
                PGProperty.PASSWORD.getOrDefault(parts));
    }

    /** Either a server or why there is none. */
    private record Outcome(TestingPostgres server, Exception failure) {
        static Outcome find() {
            String url = System.getenv(URL_VARIABLE);
            try {
                TestingPostgres server = url == null || url.isBlank() ? EmbeddedPostgres.start() : ofUrl(url);
                try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.user, server.password)) {
                    LOG.log(
                            System.Logger.Level.INFO,
                            "testing with PostgreSQL "
                                    + connection.getMetaData().getDatabaseProductVersion() + " on port " + server.port);
                }
                return new Outcome(server, null);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Outcome(null, e);
            } catch (Exception e) {
                return new Outcome(null, e);
            }
        }
    }

    private static final class Shared {
        static final Outcome OUTCOME = Outcome.find();
    }
}
