package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections that see a table at one point in time: their transactions are begun while the table is locked against
 * writing. Thread-safe.
 */
final class SharedSnapshot implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SharedSnapshot.class.getName());
    /** Who wants to write to the table waits as long as we do. */
    private static final int LOCK_SECONDS = 5;

    private final BlockingQueue<Connection> idle = new LinkedBlockingQueue<>();
    private final AtomicInteger alive = new AtomicInteger();

    private SharedSnapshot() {}

    /**
     * Opens a snapshot.
     *
     * @throws SQLException where the table can't be locked: the privilege LOCK TABLES is missing, or somebody writes to it
     *     for long
     */
    static SharedSnapshot open(Options options, StreamName table, int connections) throws SQLException {
        SharedSnapshot snapshot = new SharedSnapshot();
        List<Connection> opened = new ArrayList<>();
        try (Connection locker = Session.open(options)) {
            for (int i = 0; i < connections; i++) {
                opened.add(Session.openToRead(options));
            }
            Statements.run(locker, "SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
            Statements.run(locker, "LOCK TABLES " + MysqlDialect.MYSQL.quote(table) + " READ");
            for (Connection connection : opened) {
                Statements.run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
            }
            Statements.run(locker, "UNLOCK TABLES");
            snapshot.idle.addAll(opened);
            snapshot.alive.set(opened.size());
            return snapshot;
        } catch (SQLException | RuntimeException e) {
            opened.forEach(SharedSnapshot::close);
            throw e;
        }
    }

    /**
     * Takes a connection, which has to be given back or thrown away.
     *
     * @throws ConnectorException CONNECTION_LOST where none is left
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
    static void abort(Connection connection) {
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
        rest.forEach(SharedSnapshot::close);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.log(System.Logger.Level.DEBUG, "closing a connection of a snapshot", e);
        }
    }
}
