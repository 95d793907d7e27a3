package dev.sluice.testkit.mssql;

import dev.sluice.testkit.SqlDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One database of a {@link TestingSqlServer}.
 *
 * @param name in lower case, needs no quotes
 */
public record SqlServerDatabase(TestingSqlServer server, String name) implements SqlDatabase, AutoCloseable {
    public String host() {
        return server.host();
    }

    public int port() {
        return server.port();
    }

    public String user() {
        return server.user();
    }

    public String password() {
        return server.password();
    }

    /** Without user and password. */
    public String url() {
        return server.url(name);
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), user(), password());
    }

    /** An identifier in brackets. */
    public static String quote(String identifier) {
        return "[" + identifier.replace("]", "]]") + "]";
    }

    /** Drops the database, and with it every connection to it. */
    @Override
    public void close() {
        if (server.isReal()) {
            server.execute("ALTER DATABASE " + name + " SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        }
        server.execute("DROP DATABASE IF EXISTS " + name);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url();
    }
}
