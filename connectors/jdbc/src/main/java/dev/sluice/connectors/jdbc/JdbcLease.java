package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A lease in a database, with a connection of its own. */
final class JdbcLease implements Lease {
    private static final System.Logger LOG = System.getLogger(JdbcLease.class.getName());

    private final LeaseTable table;
    private final Supplier<Connection> connect;
    private final Consumer<Connection> leave;
    private Connection connection;

    private JdbcLease(
            LeaseTable table, Supplier<Connection> connect, Connection connection, Consumer<Connection> leave) {
        this.table = table;
        this.connect = connect;
        this.connection = connection;
        this.leave = leave;
    }

    /**
     * @param connection which is the lease's until it ends
     * @param leave takes a connection that isn't needed any more
     */
    static JdbcLease take(
            LeaseTable table,
            Supplier<Connection> connect,
            Connection connection,
            Consumer<Connection> leave,
            LeaseHolder holder,
            Duration length)
            throws SQLException {
        boolean taken = false;
        try {
            table.take(connection, holder, length);
            taken = true;
            return new JdbcLease(table, connect, connection, leave);
        } finally {
            if (!taken) {
                connection.close();
            }
        }
    }

    @Override
    public synchronized boolean renew() {
        try {
            if (connection == null) {
                connection = connect.get();
            }
            return table.renew(connection);
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "renewing a lease", e);
            disconnect();
            return true;
        }
    }

    /** Over a new connection, where the one that there is was lost since it was used last. */
    @Override
    public synchronized void close() {
        boolean mayBeLost = connection != null;
        if (!isGivenBack() && !(mayBeLost && isGivenBack())) {
            LOG.log(System.Logger.Level.DEBUG, "a lease could not be given back; it ends by itself");
        }
    }

    private boolean isGivenBack() {
        try {
            if (connection == null) {
                connection = connect.get();
            }
            table.release(connection);
            leave.accept(connection);
            connection = null;
            return true;
        } catch (SQLException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "giving a lease back", e);
            disconnect();
            return false;
        }
    }

    private void disconnect() {
        if (connection != null) {
            KeptConnections.close(connection);
        }
        connection = null;
    }
}
