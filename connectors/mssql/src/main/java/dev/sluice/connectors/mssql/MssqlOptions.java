package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.List;
import java.util.stream.Stream;

/** What users configure, as source and as destination. */
final class MssqlOptions {
    /** As value of {@link #SCHEMA}. */
    static final String ALL_SCHEMAS = "*";

    static final Option<Integer> PORT = ServerOptions.port(1433);
    static final Option<String> SCHEMA = Option.string(
                    "schema", "Schema whose tables a source lists (* for all), and of names without a schema")
            .defaultValue("dbo");
    static final Option<Boolean> CONSISTENT_READ = Option.bool(
                    "consistent_read",
                    "Read a table at one point in time with all connections, for which it is locked against writing for"
                            + " a moment; false reads it with several connections that each see their own")
            .defaultValue(true);

    static final List<Option<?>> DESTINATION = List.of(
            ServerOptions.HOST,
            ServerOptions.DATABASE,
            ServerOptions.USER,
            ServerOptions.PASSWORD,
            PORT,
            SCHEMA,
            ServerOptions.SSL_MODE,
            ServerOptions.SSL_ROOT_CERT,
            ServerOptions.CONNECT_TIMEOUT,
            ServerOptions.STATEMENT_TIMEOUT,
            ServerOptions.LOCK_TIMEOUT,
            ServerOptions.BATCH_SIZE,
            ServerOptions.PROPERTIES);

    static final List<Option<?>> SOURCE = Stream.concat(DESTINATION.stream(), Stream.<Option<?>>of(CONSISTENT_READ))
            .toList();

    static final UriMapping URI = UriMapping.server("database", "mssql", "sqlserver");

    private MssqlOptions() {}
}
