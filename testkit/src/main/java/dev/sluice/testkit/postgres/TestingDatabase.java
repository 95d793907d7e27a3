package dev.sluice.testkit.postgres;

import dev.sluice.testkit.server.Login;
import dev.sluice.testkit.server.SqlEndpoint;

/**
 * One database of a {@link TestingPostgres}.
 *
 * @param name in lower case, needs no quotes
 */
public record TestingDatabase(TestingPostgres server, String name) implements SqlEndpoint, AutoCloseable {
    @Override
    public Login login() {
        return server.login();
    }

    @Override
    public String jdbcUrl() {
        return "jdbc:postgresql://" + host() + ":" + port() + "/" + name;
    }

    /** An identifier in double quotes. */
    public static String quote(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** Drops the database, and with it every connection to it. */
    @Override
    public void close() {
        // in two statements, since servers before 13 know no WITH (FORCE)
        server.execute("ALTER DATABASE " + name + " ALLOW_CONNECTIONS false");
        server.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + name + "'");
        server.execute("DROP DATABASE IF EXISTS " + name);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return jdbcUrl();
    }
}
