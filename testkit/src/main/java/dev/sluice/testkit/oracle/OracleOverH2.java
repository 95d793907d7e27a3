package dev.sluice.testkit.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.tools.Server;

/**
 * A database of H2 in its Oracle mode, in this process and behind a port of this machine, that other processes reach too.
 * Nothing of it outlives the process.
 */
public final class OracleOverH2 {
    public static final String USER = "APP";
    public static final String PASSWORD = "planted-secret";

    /**
     * The system property of a process whose statements are taken for Oracle's SQL, since others of their kind are checked
     * elsewhere: each process takes seconds to learn the grammar.
     */
    public static final String TRUSTS_STATEMENTS = "sluice.testkit.oracle.trusts_statements";

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final String MODE = ";MODE=Oracle;DB_CLOSE_DELAY=-1";

    private final String dsn;

    private OracleOverH2(String dsn) {
        this.dsn = dsn;
    }

    /**
     * A new, empty database.
     *
     * @param version that it says it is
     */
    public static OracleOverH2 create(int version) {
        String name = "oracle" + version + "_" + DATABASES.incrementAndGet();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + name + MODE, "SYSTEM", PASSWORD);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER " + USER + " PASSWORD '" + PASSWORD + "' ADMIN");
            statement.execute("CREATE SCHEMA " + USER);
            statement.execute(catalog());
            return new OracleOverH2("127.0.0.1:" + Port.NUMBER + "/" + name);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code host:port/service_name}. */
    public String dsn() {
        return dsn;
    }

    /** A connection that takes Oracle's SQL, in any process of this machine. */
    public static Connection connect(String dsn, Properties properties) throws SQLException {
        int slash = dsn.indexOf('/');
        String name = dsn.substring(slash + 1);
        int version = Integer.parseInt(name.replaceFirst("^oracle(\\d+)_.*", "$1"));
        try {
            Connection connection = DriverManager.getConnection(
                    "jdbc:h2:tcp://" + dsn.substring(0, slash) + "/mem:" + name + MODE,
                    properties.getProperty("user").toUpperCase(java.util.Locale.ROOT),
                    properties.getProperty("password"));
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET SCHEMA " + USER);
            }
            return CheckedConnection.of(connection, version);
        } catch (SQLException e) {
            throw OracleErrors.of(e);
        }
    }

    /** A connection of H2's own, with nothing in between, for what a test has to see or do. */
    public Connection direct() throws SQLException {
        Connection connection = DriverManager.getConnection(
                "jdbc:h2:mem:" + dsn.substring(dsn.indexOf('/') + 1) + MODE, USER, PASSWORD);
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SCHEMA " + USER);
        }
        return connection;
    }

    private static String catalog() throws IOException {
        try (InputStream in = OracleOverH2.class.getResourceAsStream("catalog.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** One port for all databases of a process. */
    private static final class Port {
        static final int NUMBER = open();

        private static int open() {
            try {
                return Server.createTcpServer("-tcpPort", "0", "-tcpDaemon")
                        .start()
                        .getPort();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
