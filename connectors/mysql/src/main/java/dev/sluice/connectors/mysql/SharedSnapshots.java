package dev.sluice.connectors.mysql;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The snapshots that are open in this process, by name. A snapshot of MySQL belongs to the connections it was opened with
 * and can't be told to others: who reads a split takes one of them from here.
 */
final class SharedSnapshots {
    private static final Map<String, SharedSnapshot> OPEN = new ConcurrentHashMap<>();

    private SharedSnapshots() {}

    static void add(String name, SharedSnapshot snapshot) {
        OPEN.put(name, snapshot);
    }

    static void remove(String name) {
        Optional.ofNullable(OPEN.remove(name)).ifPresent(SharedSnapshot::close);
    }

    /** @throws ConnectorException where it isn't open here: the plan was closed, or made in another process */
    static SharedSnapshot get(String name) {
        SharedSnapshot snapshot = OPEN.get(name);
        if (snapshot == null) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "MySQL's snapshots can't be shared with other processes: set consistent_read: false to read with"
                            + " several connections that each see their own point in time");
        }
        return snapshot;
    }
}
