package dev.sluice.testkit.mysql;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.SqlEndpoint;

/**
 * One database of a {@link TestingMysql}.
 *
 * @param name in lower case, needs no quotes
 */
public record TestingMysqlDatabase(TestingMysql server, String name) implements SqlEndpoint, AutoCloseable {
    @Override
    public Login login() {
        return server.login();
    }

    /** Without user and password; more options can be added after {@code &}. */
    @Override
    public String jdbcUrl() {
        // MySQL's default logins ask for its public key where there is no TLS
        return "jdbc:mariadb://" + host() + ":" + port() + "/" + name + "?allowPublicKeyRetrieval=true";
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
