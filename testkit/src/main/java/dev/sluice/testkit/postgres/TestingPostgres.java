package dev.sluice.testkit.postgres;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SharedServer;
import dev.sluice.testkit.server.SqlEndpoint;
import java.sql.SQLException;
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
public final class TestingPostgres implements SqlEndpoint {
    public static final String URL_VARIABLE = "SLUICE_TEST_POSTGRES_URL";

    private static final SharedServer<TestingPostgres> SHARED =
            new SharedServer<>("PostgreSQL", URL_VARIABLE, TestingPostgres::ofUrl, EmbeddedPostgres::start);

    private final Login login;
    private final String database;
    private final AtomicInteger databases = new AtomicInteger();

    TestingPostgres(Login login, String database) {
        this.login = login;
        this.database = database;
    }

    /** The JVM's server, started at the first call. */
    public static TestingPostgres shared() {
        return SHARED.get();
    }

    /** A server of its own that shows a certificate, until the JVM ends. */
    public static TestingPostgres withCertificate(ServerCertificate certificate) {
        return SharedServer.started("PostgreSQL with TLS", () -> EmbeddedPostgres.start(certificate));
    }

    /** A superuser's, whose password is asked for (scram-sha-256). */
    @Override
    public Login login() {
        return login;
    }

    /** URL of the maintenance database, without user and password. */
    @Override
    public String jdbcUrl() {
        return database(database).jdbcUrl();
    }

    /** An empty UTF-8 database that nobody else uses. */
    public TestingDatabase createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        execute("DROP DATABASE IF EXISTS " + name);
        execute("CREATE DATABASE " + name + " TEMPLATE template0 ENCODING 'UTF8'");
        return database(name);
    }

    /** 18 for 18.6. */
    public int majorVersion() {
        return Integer.parseInt(query("SHOW server_version_num").getFirst().getFirst()) / 10_000;
    }

    /** A login role without any privilege. */
    public void createRole(String name, String rolePassword) {
        execute("DROP ROLE IF EXISTS " + TestingDatabase.quote(name));
        execute("CREATE ROLE " + TestingDatabase.quote(name) + " LOGIN PASSWORD '" + rolePassword.replace("'", "''")
                + "'");
    }

    private TestingDatabase database(String name) {
        return new TestingDatabase(this, name);
    }

    private static TestingPostgres ofUrl(String url) throws SQLException {
        Properties parts = Driver.parseURL(url, new Properties());
        if (parts == null) {
            throw new IllegalStateException(URL_VARIABLE + " is not a jdbc:postgresql: URL");
        }
        Login login = new Login(
                parts.getProperty(PGProperty.PG_HOST.getName()),
                Integer.parseInt(parts.getProperty(PGProperty.PG_PORT.getName())),
                PGProperty.USER.getOrDefault(parts),
                PGProperty.PASSWORD.getOrDefault(parts));
        TestingPostgres server = new TestingPostgres(login, parts.getProperty(PGProperty.PG_DBNAME.getName()));
        server.connect().close();
        return server;
    }
}
