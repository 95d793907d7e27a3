package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.List;

/** What users configure, as source and as destination. */
final class PostgresOptions {
    /** As value of {@link #SCHEMA}. */
    static final String ALL_SCHEMAS = "*";

    static final Option<String> PASSWORD = Option.string(
                    "password", "Its password; left out for trust, peer and certificate logins, and for ~/.pgpass")
            .secret();
    static final Option<Integer> PORT = ServerOptions.port(5432);
    static final Option<String> SCHEMA = Option.string(
                    "schema", "Schema whose tables a source lists (* for all), and of names without a schema")
            .defaultValue("public");

    static final List<Option<?>> ALL = List.of(
            ServerOptions.HOST,
            ServerOptions.DATABASE,
            ServerOptions.USER,
            PASSWORD,
            PORT,
            SCHEMA,
            ServerOptions.SSL_MODE,
            ServerOptions.SSL_ROOT_CERT,
            ServerOptions.CONNECT_TIMEOUT,
            ServerOptions.STATEMENT_TIMEOUT,
            ServerOptions.LOCK_TIMEOUT,
            ServerOptions.BATCH_SIZE,
            ServerOptions.PROPERTIES);

    static final UriMapping URI = UriMapping.server("database", "postgresql", "postgres");

    private PostgresOptions() {}
}
