package dev.sluice.testkit.mssql.server;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.WeakHashMap;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** Gives out the versions of rows, and knows the first one of each transaction that is open: H2 has neither. */
public final class RowVersions {
    private static final Map<SessionLocal, Long> FIRST = new WeakHashMap<>();

    private RowVersions() {}

    static void register(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String function : new String[] {"NEXT_ROW_VERSION next", "MIN_ACTIVE_ROWVERSION smallestActive"}) {
                String[] names = function.split(" ");
                statement.execute("CREATE ALIAS \"sys\"." + names[0] + " FOR '" + RowVersions.class.getName() + "."
                        + names[1] + "'");
            }
        }
    }

    /** The version of a row that is being written. */
    public static Long next(Connection connection) throws SQLException {
        synchronized (FIRST) {
            SessionLocal session = session(connection);
            long version = number(connection, "SELECT NEXT VALUE FOR \"sys\".ROW_VERSIONS");
            if (!session.containsUncommitted() || !FIRST.containsKey(session)) {
                FIRST.put(session, version);
            }
            return version;
        }
    }

    /** The smallest version that a transaction wrote which isn't finished; the next one where there is none. */
    public static byte[] smallestActive(Connection connection) throws SQLException {
        synchronized (FIRST) {
            SessionLocal own = session(connection);
            long smallest = number(
                    connection,
                    "SELECT BASE_VALUE FROM INFORMATION_SCHEMA.SEQUENCES WHERE SEQUENCE_NAME = 'ROW_VERSIONS'");
            for (Map.Entry<SessionLocal, Long> entry : FIRST.entrySet()) {
                SessionLocal session = entry.getKey();
                // one that is closed can't be asked for its database
                if (!session.isClosed()
                        && session.getDatabase() == own.getDatabase()
                        && session.containsUncommitted()) {
                    smallest = Math.min(smallest, entry.getValue());
                }
            }
            return ByteBuffer.allocate(Long.BYTES).putLong(smallest).array();
        }
    }

    private static SessionLocal session(Connection connection) throws SQLException {
        return (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }
}
