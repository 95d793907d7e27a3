package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.List;

/** What users configure, as source and as destination. */
final class MysqlOptions {
    static final Option<Integer> PORT = ServerOptions.port(3306);
    static final Option<Boolean> TINYINT1_AS_BOOLEAN = Option.bool(
                    "tinyint1_as_boolean",
                    "Read tinyint(1) as boolean; values other than 0 and 1 are refused. Otherwise it is a small"
                            + " integer")
            .defaultValue(false);
    static final Option<Boolean> CONSISTENT_READ = Option.bool(
                    "consistent_read",
                    "Read a table at one point in time with all connections, for which it is locked against writing for"
                            + " a moment; false reads it with several connections that each see their own")
            .defaultValue(true);

    private static final List<Option<?>> COMMON = List.of(
            ServerOptions.HOST,
            ServerOptions.DATABASE,
            ServerOptions.USER,
            ServerOptions.PASSWORD,
            PORT,
            ServerOptions.SSL_MODE,
            ServerOptions.SSL_ROOT_CERT,
            ServerOptions.CONNECT_TIMEOUT,
            ServerOptions.STATEMENT_TIMEOUT,
            ServerOptions.LOCK_TIMEOUT,
            ServerOptions.BATCH_SIZE,
            ServerOptions.PROPERTIES);

    static final List<Option<?>> DESTINATION = COMMON;
    static final List<Option<?>> SOURCE = java.util.stream.Stream.concat(
                    COMMON.stream(), java.util.stream.Stream.<Option<?>>of(TINYINT1_AS_BOOLEAN, CONSISTENT_READ))
            .toList();

    static final UriMapping URI = UriMapping.server("database", "mysql", "mariadb");

    private MysqlOptions() {}
}
