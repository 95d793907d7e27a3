package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;

/** What the database can promise to who reads while others write. */
enum Consistency {
    /** Nobody writes. */
    READ_ONLY,
    /** A copy that follows another server: each transaction sees a point in time of its own, and no lock stops the changes. */
    REPLICA,
    /** SNAPSHOT isolation is allowed: a transaction sees one point in time. */
    SNAPSHOT,
    /** A statement sees one point in time. */
    STATEMENT,
    /** A statement sees rows as they are when it comes to them. */
    NONE;

    private static final int SNAPSHOT_ON = 1;

    static Consistency of(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT d.is_read_only, CAST(DATABASEPROPERTYEX(DB_NAME(), 'Updateability') AS nvarchar(20)),"
                                + " d.snapshot_isolation_state, d.is_read_committed_snapshot_on"
                                + " FROM sys.databases d WHERE d.name = DB_NAME()",
                        row -> {
                            if (row.getBoolean(1)) {
                                return READ_ONLY;
                            }
                            if ("READ_ONLY".equals(row.getString(2))) {
                                return REPLICA;
                            }
                            if (row.getInt(3) == SNAPSHOT_ON) {
                                return SNAPSHOT;
                            }
                            return row.getBoolean(4) ? STATEMENT : NONE;
                        })
                .getFirst();
    }
}
