package dev.sluice.testkit.mssql;

import dev.sluice.testkit.mssql.server.TdsServer;
import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.SharedServer;
import dev.sluice.testkit.server.SqlEndpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * A server for the SQL Server driver, shared by all test classes of one JVM; each class takes a database of its own from
 * {@link #createDatabase()}.
 *
 * <p>It is the server that {@value #URL_VARIABLE} names ({@code jdbc:sqlserver://host:port;user=…;password=…}, an
 * administrator's), a real one. Else it is a small server of this kit, in this JVM, on a free loopback port: it speaks TDS
 * 7.4 without encryption to the real driver, refuses statements that a grammar of T-SQL doesn't accept (error 102) or
 * whose types SQL Server doesn't have, translates what is left, and runs it on H2.
 *
 * <p>What passes on the small server shows that the driver, the wire format, the bulk load and the text of statements fit
 * together. It does <b>not</b> show how SQL Server behaves:
 *
 * <ul>
 *   <li>texts are compared by their code points, neither by case nor by collation; uniqueidentifiers are ordered by H2
 *   <li>readers never wait for writers; hints, fill factors, file groups and permissions are read and ignored
 *   <li>DDL within a transaction is rolled back as on SQL Server, but by filling a new table
 *   <li>types of expressions are H2's: COUNT is a bigint, AVG of integers has decimals, DATALENGTH counts as nvarchar
 *   <li>blanks at the end of texts count when they are compared
 *   <li>there are no foreign keys, triggers, stored procedures, cursors, OUTPUT and APPLY clauses, UPDATE and DELETE with a
 *       second FROM, encryption, partitions or permissions
 *   <li>errors have SQL Server's numbers only where a connector looks at them; others are 50000
 * </ul>
 *
 * Thread-safe.
 */
public final class TestingSqlServer implements SqlEndpoint, AutoCloseable {
    public static final String URL_VARIABLE = "SLUICE_TEST_MSSQL_URL";

    private static final String USER = "sa";
    private static final String PASSWORD = "Sluice-test-1";

    private static final SharedServer<TestingSqlServer> SHARED =
            new SharedServer<>("SQL Server", URL_VARIABLE, TestingSqlServer::ofUrl, TestingSqlServer::start);

    private final Login login;
    private final String properties;
    private final TdsServer server;
    private final AtomicInteger databases = new AtomicInteger();

    private TestingSqlServer(Login login, String properties, TdsServer server) {
        this.login = login;
        this.properties = properties;
        this.server = server;
    }

    /** The JVM's server, started at the first call. */
    public static TestingSqlServer shared() {
        return SHARED.get();
    }

    /** A small server of its own, with databases in memory. */
    public static TestingSqlServer start() {
        return of(TdsServer.inMemory());
    }

    /** A small server of its own, with databases in files of a folder. */
    public static TestingSqlServer start(Path folder) {
        return of(TdsServer.inFolder(folder));
    }

    private static TestingSqlServer of(TdsServer server) {
        server.addLogin(USER, PASSWORD);
        return new TestingSqlServer(new Login("127.0.0.1", server.port(), USER, PASSWORD), "encrypt=false", server);
    }

    /** Whether it is a real SQL Server, whose semantics count. */
    public boolean isReal() {
        return server == null;
    }

    /** An administrator, who has to show a password. */
    @Override
    public Login login() {
        return login;
    }

    /** URL of the database master, without user and password. */
    @Override
    public String jdbcUrl() {
        return url("master");
    }

    String url(String database) {
        return "jdbc:sqlserver://" + host() + ":" + port() + ";databaseName=" + database
                + (properties.isEmpty() ? "" : ";" + properties);
    }

    /** An empty database that nobody else uses, which allows snapshot isolation. */
    public SqlServerDatabase createDatabase() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
        execute("DROP DATABASE IF EXISTS " + name);
        execute("CREATE DATABASE " + name);
        execute("ALTER DATABASE " + name + " SET ALLOW_SNAPSHOT_ISOLATION ON");
        return new SqlServerDatabase(this, name);
    }

    /**
     * Statements that the grammar of T-SQL didn't accept, in the order they came.
     *
     * @return empty on a real server
     */
    public List<String> rejectedStatements() {
        return server == null ? List.of() : server.rejectedStatements();
    }

    /** Ends a small server; a real one goes on. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    /**
     * A real server that is somewhere already.
     *
     * @param url {@code jdbc:sqlserver://host:port;user=…;password=…;name=value;…}
     */
    public static TestingSqlServer ofUrl(String url) {
        String prefix = "jdbc:sqlserver://";
        if (!url.startsWith(prefix)) {
            throw new IllegalStateException(URL_VARIABLE + " is not a jdbc:sqlserver: URL");
        }
        List<String> parts = Arrays.asList(url.substring(prefix.length()).split(";"));
        String[] address = parts.getFirst().split(":");
        Map<String, String> given = parts.stream()
                .skip(1)
                .filter(part -> part.contains("="))
                .collect(Collectors.toMap(
                        part -> part.substring(0, part.indexOf('=')), part -> part.substring(part.indexOf('=') + 1)));
        String properties = given.entrySet().stream()
                .filter(entry -> !List.of("user", "password", "databaseName").contains(entry.getKey()))
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
        int port = address.length > 1 ? Integer.parseInt(address[1]) : 1433;
        return new TestingSqlServer(
                new Login(address[0], port, given.getOrDefault("user", USER), given.getOrDefault("password", "")),
                properties,
                null);
    }
}
