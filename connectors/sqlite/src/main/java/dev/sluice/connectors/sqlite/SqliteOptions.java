package dev.sluice.connectors.sqlite;

import dev.sluice.spi.Option;
import dev.sluice.spi.UriMapping;
import java.util.List;

/** The configuration keys of a SQLite connection. */
final class SqliteOptions {
    static final String TYPE = "sqlite";

    static final Option<String> DATABASE_PATH = Option.path(
                    "database_path", "Path of the database file; a destination creates it where it is missing")
            .required();

    static final Option<Integer> BATCH_SIZE = Option.integer(
                    "batch_size", "Rows per batch; left out, batches are sized by bytes")
            .between(1, 1_000_000);

    static final Option<Integer> BUSY_TIMEOUT = Option.integer(
                    "busy_timeout", "Seconds to wait for another connection's lock on the database")
            .between(0, 3600)
            .defaultValue(30);

    static final Option<Boolean> CONSISTENT_READ = Option.bool(
                    "consistent_read",
                    "Read a table at one point in time. A database in WAL mode is then read by one reader; false reads"
                            + " it in parallel, and rows written meanwhile may be seen in part")
            .defaultValue(true);

    static final List<Option<?>> SOURCE = List.of(DATABASE_PATH, BATCH_SIZE, BUSY_TIMEOUT, CONSISTENT_READ);
    static final List<Option<?>> DESTINATION = List.of(DATABASE_PATH, BATCH_SIZE, BUSY_TIMEOUT);

    static final UriMapping URI = UriMapping.path(DATABASE_PATH.key(), TYPE);

    private SqliteOptions() {}
}
