package dev.sluice.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that a task of a run has left clean, for the next tasks of the same run. No more are kept than were in use at
 * once; commit and abort close them. Thread-safe.
 */
final class KeptConnections {
    private static final System.Logger LOG = System.getLogger(KeptConnections.class.getName());
    private static final int VALID_SECONDS = 5;

    private final Map<Staging, Deque<Connection>> idle = new ConcurrentHashMap<>();

    /** A connection that still answers. */
    Optional<Connection> take(Staging run) throws SQLException {
        Deque<Connection> connections = idle.get(run);
        if (connections == null) {
            return Optional.empty();
        }
        for (Connection next = connections.poll(); next != null; next = connections.poll()) {
            if (next.isValid(VALID_SECONDS)) {
                return Optional.of(next);
            }
            close(next);
        }
        return Optional.empty();
    }

    void keep(Staging run, Connection connection) {
        idle.computeIfAbsent(run, any -> new ConcurrentLinkedDeque<>()).push(connection);
    }

    void close(Staging run) {
        Deque<Connection> connections = idle.remove(run);
        if (connections != null) {
            connections.forEach(KeptConnections::close);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection that isn't needed any more", e);
        }
    }
}
