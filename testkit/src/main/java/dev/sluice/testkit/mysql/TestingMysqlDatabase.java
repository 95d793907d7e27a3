package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.SqlEndpoint;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * One database of a {@link TestingMysql}.
 *
 * @param name in lower case, needs no quotes
 */
public record TestingMysqlDatabase(TestingMysql server, String name) implements SqlEndpoint, AutoCloseable {
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

    /** Without user and password; more options can be added after {@code &}. */
    public String jdbcUrl() {
        // MySQL's default logins ask for its public key where there is no TLS
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + name + "?allowPublicKeyRetrieval=true";
    }

    @Override
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(jdbcUrl(), user(), password());
    }

    /** An identifier in backticks. */
    public static String quote(String identifier) {
        return '`' + identifier.replace("`", "``") + '`';
    }

    /** Ends every connection to the database and drops it. */
    @Override
    public void close() {
        server.drop(name);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl();
    }
}
