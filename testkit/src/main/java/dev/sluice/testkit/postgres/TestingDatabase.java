package dev.sluice.testkit.postgres;

import dev.sluice.testkit.SqlDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One database of a {@link TestingPostgres}.
 *
 * @param name in lower case, needs no quotes
 */
public record TestingDatabase(TestingPostgres server, String name) implements SqlDatabase, AutoCloseable {
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
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + name;
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** An identifier in double quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Drops the database, and with it every connection to it. */
    @Override
    public void close() {
        server.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl();
    }
}
