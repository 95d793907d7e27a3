package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.ServerCertificate;
import dev.sluice.testkit.server.SharedServer;
import dev.sluice.testkit.server.SqlEndpoint;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.mariadb.jdbc.Configuration;
import org.mariadb.jdbc.HostAddress;

/**
 * A real MySQL or MariaDB server, shared by all test classes of one JVM; each class takes a database of its own from {@link
 * #createDatabase()}.
 *
 * <p>It is the server that {@value #MYSQL_URL_VARIABLE} or {@value #MARIADB_URL_VARIABLE} names ({@code
 * jdbc:mariadb://host:port/database?user=…&password=…}, a user's who may do everything), else one of its own on a free
 * loopback port, which ends with the JVM: MariaDB from an artifact on the class path, MySQL from Debian's packages, which
 * are fetched once per user and not installed. Where neither works the test is skipped; with {@code CI=true} it fails.
 * Thread-safe.
 */
public final class TestingMysql implements SqlEndpoint {
    public static final String MYSQL_URL_VARIABLE = "SLUICE_TEST_MYSQL_URL";
    public static final String MARIADB_URL_VARIABLE = "SLUICE_TEST_MARIADB_URL";

    static final String MYSQL = "MySQL";
    static final String MARIADB = "MariaDB";

    private static final SharedServer<TestingMysql> SHARED_MYSQL = new SharedServer<>(
            MYSQL,
            MYSQL_URL_VARIABLE,
            url -> ofUrl(MYSQL, url),
            () -> EmbeddedMysql.start(MysqlInstallation.unpacked()));
    private static final SharedServer<TestingMysql> SHARED_MARIADB = new SharedServer<>(
            MARIADB,
            MARIADB_URL_VARIABLE,
            url -> ofUrl(MARIADB, url),
            () -> EmbeddedMysql.start(MariaDbInstallation.unpacked()));

    private final String product;
    private final Login login;
    private final String database;
    private final AtomicInteger databases = new AtomicInteger();

    TestingMysql(String product, Login login, String database) {
        this.product = product;
        this.login = login;
        this.database = database;
    }

    /** The JVM's MySQL, started at the first call. */
    public static TestingMysql mysql() {
        return SHARED_MYSQL.get();
    }

    /** The JVM's MariaDB, started at the first call. */
    public static TestingMysql mariadb() {
        return SHARED_MARIADB.get();
    }

    /** A MySQL of its own that shows a certificate, until the JVM ends. */
    public static TestingMysql mysqlWithCertificate(ServerCertificate certificate) {
        return SharedServer.started(
                "MySQL with TLS", () -> EmbeddedMysql.start(MysqlInstallation.unpacked(), certificate));
    }

    /** A MariaDB of its own that shows a certificate, until the JVM ends. */
    public static TestingMysql mariadbWithCertificate(ServerCertificate certificate) {
        return SharedServer.started(
                "MariaDB with TLS", () -> EmbeddedMysql.start(MariaDbInstallation.unpacked(), certificate));
    }

    /** MySQL or MariaDB. */
    public String product() {
        return product;
    }

    public boolean isMariaDb() {
        return product.equals(MARIADB);
    }

    /** Of a user with all privileges, whose password is asked for (MySQL: caching_sha2_password). */
    @Override
    public Login login() {
        return login;
    }

    /** URL of the server, without user and password; more options can be added after {@code &}. */
    @Override
    public String jdbcUrl() {
        return database(database).jdbcUrl();
    }

    /** An empty utf8mb4 database that nobody else uses. */
    public TestingMysqlDatabase createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        drop(name);
        execute("CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        return database(name);
    }

    /** A user without any privilege. */
    public void createUser(String name, String userPassword) {
        String account = literal(name) + "@'%'";
        execute("DROP USER IF EXISTS " + account, "CREATE USER " + account + " IDENTIFIED BY " + literal(userPassword));
    }

    /** An open transaction of an abandoned connection would keep its tables from being dropped. */
    void drop(String name) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (List<String> session : query("SHOW PROCESSLIST")) {
                if (name.equals(session.get(3))) {
                    kill(statement, session.getFirst());
                }
            }
            statement.execute("SET SESSION lock_wait_timeout = 60");
            statement.execute("DROP DATABASE IF EXISTS " + name);
        } catch (SQLException e) {
            throw new IllegalStateException("could not drop " + name + ": " + e.getMessage(), e);
        }
    }

    private static void kill(Statement statement, String session) throws SQLException {
        try {
            statement.execute("KILL " + session);
        } catch (SQLException e) {
            boolean endedByItself = e.getErrorCode() == 1094;
            if (!endedByItself) {
                throw e;
            }
        }
    }

    private TestingMysqlDatabase database(String name) {
        return new TestingMysqlDatabase(this, name);
    }

    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    static TestingMysql ofUrl(String product, String url) throws SQLException {
        Configuration parts = Configuration.parse(url);
        if (parts == null || parts.addresses().size() != 1) {
            throw new IllegalStateException("it is not a jdbc:mariadb: URL of one server");
        }
        HostAddress address = parts.addresses().getFirst();
        TestingMysql server = new TestingMysql(
                product,
                new Login(address.host, address.port, parts.user(), parts.password()),
                parts.database() == null ? "" : parts.database());
        String version = server.query("SELECT VERSION()").getFirst().getFirst();
        if (version.contains(MARIADB) != server.isMariaDb()) {
            throw new IllegalStateException("the server is not " + product + " but " + version);
        }
        return server;
    }
}
