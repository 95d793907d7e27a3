package dev.sluice.testkit.mssql;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.SqlEndpoint;

/**
 * One database of a {@link TestingSqlServer}.
 *
 * @param name in lower case, needs no quotes
 */
public record SqlServerDatabase(TestingSqlServer server, String name) implements SqlEndpoint, AutoCloseable {
    @Override
    public Login login() {
        return server.login();
    }

    @Override
    public String jdbcUrl() {
        return server.url(name);
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
        return jdbcUrl();
    }
}
