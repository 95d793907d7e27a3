package dev.sluice.connectors.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Connections that a task of a run has left clean, for what else that run does. No more are kept than were in use at once,
 * and none before it is {@link #open} or once it is closed. Thread-safe.
 *
 * @param <R> what tells one run from another
 */
public final class KeptConnections<R> {
    private static final System.Logger LOG = System.getLogger(KeptConnections.class.getName());
    private static final int VALID_SECONDS = 5;

    private final Map<R, Deque<Connection>> idle = new ConcurrentHashMap<>();

    /** From now on a run's connections are kept, until it is closed; does nothing where they are already. */
    public void open(R run) {
        idle.computeIfAbsent(run, any -> new ConcurrentLinkedDeque<>());
    }

    /** A connection that still answers. */
    public Optional<Connection> take(R run) throws SQLException {
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

    /** @param connection outside a transaction, with all settings as they were when it was opened */
    public void keep(R run, Connection connection) {
        Deque<Connection> kept = idle.computeIfPresent(run, (key, connections) -> {
            connections.push(connection);
            return connections;
        });
        if (kept == null) {
            close(connection);
        }
    }

    public void close(R run) {
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
