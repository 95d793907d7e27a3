package dev.sluice.connectors.jdbc.split;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections whose transactions see a table at one point in time, for databases where a snapshot belongs to a connection
 * and can't be told to others. Thread-safe.
 */
public final class SharedSnapshot implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SharedSnapshot.class.getName());

    private final BlockingQueue<Connection> idle;
    private final AtomicInteger alive;

    /**
     * @param connections whose transactions have begun; closed with the snapshot
     */
    public SharedSnapshot(List<Connection> connections) {
        idle = new LinkedBlockingQueue<>(connections);
        alive = new AtomicInteger(connections.size());
    }

    /**
     * Takes a connection, which has to be given back or thrown away.
     *
     * @throws ConnectorException EXTERNAL_FAILURE where none is left
     */
    Connection take() throws InterruptedException {
        while (alive.get() > 0) {
            Connection connection = idle.poll(100, TimeUnit.MILLISECONDS);
            if (connection != null) {
                return connection;
            }
        }
        throw new ConnectorException(
                ErrorCode.EXTERNAL_FAILURE,
                "the connections that saw the table at one point in time are lost; nothing was published. Run it"
                        + " again");
    }

    /** Its result must have been read to the end or cancelled. */
    void giveBack(Connection connection) {
        idle.add(connection);
    }

    void throwAway(Connection connection) {
        alive.decrementAndGet();
        abort(connection);
    }

    /** Ends a connection without reading what is on its way. */
    public static void abort(Connection connection) {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "ending a connection", e);
        }
    }

    @Override
    public void close() {
        alive.set(0);
        List<Connection> rest = new ArrayList<>();
        idle.drainTo(rest);
        close(rest);
    }

    /** Closes connections that won't be a snapshot any more, or never became one. */
    public static void close(List<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.DEBUG, "closing a connection of a snapshot", e);
            }
        }
    }
}
