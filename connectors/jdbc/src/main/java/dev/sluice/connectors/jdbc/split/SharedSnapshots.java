package dev.sluice.connectors.jdbc.split;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The snapshots that are open in this process, by name: who reads a split takes one of their connections from here. */
public final class SharedSnapshots {
    private static final Map<String, SharedSnapshot> OPEN = new ConcurrentHashMap<>();

    private SharedSnapshots() {}

    /** Reads with a connection. */
    @FunctionalInterface
    public interface Read {
        /** Whether the connection can be used again: nothing of the result is left on its way. */
        boolean with(Connection connection) throws SQLException, InterruptedException;
    }

    static void add(String name, SharedSnapshot snapshot) {
        OPEN.put(name, snapshot);
    }

    static void remove(String name) {
        Optional.ofNullable(OPEN.remove(name)).ifPresent(SharedSnapshot::close);
    }

    /**
     * Reads with one of the snapshot's connections, as soon as one is free.
     *
     * @throws ConnectorException where it isn't open here: the plan was closed, or made in another process
     */
    public static void read(String name, Read read) throws SQLException, InterruptedException {
        SharedSnapshot snapshot = OPEN.get(name);
        if (snapshot == null) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "a snapshot of several connections can't be shared with other processes: set consistent_read: false"
                            + " to read with several connections that each see their own point in time");
        }
        Connection connection = snapshot.take();
        boolean usable = false;
        try {
            usable = read.with(connection);
        } finally {
            if (usable) {
                snapshot.giveBack(connection);
            } else {
                snapshot.throwAway(connection);
            }
        }
    }
}
