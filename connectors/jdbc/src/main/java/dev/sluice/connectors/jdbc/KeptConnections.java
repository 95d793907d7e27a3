package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Options;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Connections that the steps of a run have left clean, for its later steps, of the same stream or another: a login may take
 * longer than a step. No more are kept than were in use at once, and none once it is closed. Thread-safe.
 */
public final class KeptConnections implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeptConnections.class.getName());
    private static final int VALID_SECONDS = 5;

    /** By the very options that they were opened with. */
    private final Map<Options, Deque<Connection>> idle = new IdentityHashMap<>();

    private boolean isOpen;

    private KeptConnections(boolean isOpen) {
        this.isOpen = isOpen;
    }

    /** Keeps connections until it is closed. */
    public static KeptConnections untilClosed() {
        return new KeptConnections(true);
    }

    /** Keeps none: each step has a connection of its own. */
    public static KeptConnections none() {
        return new KeptConnections(false);
    }

    /** What is done over a connection, which comes outside a transaction and goes with none that has anything to commit. */
    @FunctionalInterface
    public interface Step<T, X extends Exception> {
        T over(Connection connection) throws SQLException, X;
    }

    /** Takes a step over a connection that was left, or a new one; where it fails, the connection isn't used again. */
    public <T, X extends Exception> T step(Options options, Supplier<Connection> connect, Step<T, X> step)
            throws SQLException, X {
        Connection connection = take(options, connect);
        boolean done = false;
        try {
            T result = step.over(connection);
            done = true;
            return result;
        } finally {
            if (done) {
                leave(options, connection);
            } else {
                close(connection);
            }
        }
    }

    /** A connection that was left and still answers, or a new one; in AutoCommit mode. */
    public Connection take(Options options, Supplier<Connection> connect) {
        Optional<Connection> left = poll(options);
        while (left.isPresent() && !answers(left.get())) {
            close(left.get());
            left = poll(options);
        }
        return left.orElseGet(connect);
    }

    private static boolean answers(Connection left) {
        try {
            left.setAutoCommit(true);
            return left.isValid(VALID_SECONDS);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "a connection that was kept is of no more use", e);
            return false;
        }
    }

    /**
     * For what comes next, or not at all.
     *
     * @param connection whose transactions have ended, with all settings but AutoCommit as they were when it was opened
     */
    public void leave(Options options, Connection connection) {
        if (!keep(options, connection)) {
            close(connection);
        }
    }

    private synchronized boolean keep(Options options, Connection connection) {
        if (isOpen) {
            idle.computeIfAbsent(options, any -> new ArrayDeque<>()).push(connection);
        }
        return isOpen;
    }

    private synchronized Optional<Connection> poll(Options options) {
        return Optional.ofNullable(idle.get(options)).map(Deque::poll);
    }

    @Override
    public void close() {
        drain().forEach(KeptConnections::close);
    }

    private synchronized List<Connection> drain() {
        isOpen = false;
        List<Connection> all = new ArrayList<>();
        idle.values().forEach(all::addAll);
        idle.clear();
        return all;
    }

    /** Closes a connection that isn't needed any more, whatever becomes of that. */
    public static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection that isn't needed any more", e);
        }
    }
}
