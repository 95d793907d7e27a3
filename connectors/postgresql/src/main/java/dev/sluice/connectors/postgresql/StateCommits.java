package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.StateTable;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Transactions of runs that found nothing, in the database that they read: they wrote a stream's state and nothing else. Each
 * such state names its transaction. That is believed where the server says so as well, by the row's own xmin: a state that
 * was copied or restored from elsewhere was written by another.
 */
final class StateCommits {
    /** So many streams' states can be what came in between. */
    private static final long MOST = 10_000;

    /** Tables of states whose rows have come from a plain INSERT, and whose reading runs no code of their owner's. */
    private static final String TABLES = """
        SELECT n.nspname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attname = ? AND a.atttypid = 'int8'::regtype
          JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'heap'
        WHERE c.relname = ? AND c.relkind = 'r' AND NOT (c.relhastriggers OR c.relhasrules OR c.relrowsecurity)
          AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
        """;

    private StateCommits() {}

    /** Whether all that happened on the server between two snapshots were such transactions, and none is in progress. */
    static boolean areAllBetween(Connection connection, TransactionSnapshot then, TransactionSnapshot now)
            throws SQLException {
        long count = now.next() - then.next();
        if (then.hasTransactionsInProgress() || now.hasTransactionsInProgress() || count > MOST) {
            return false;
        }
        Set<Long> found = new HashSet<>();
        for (String schema : Statements.query(
                connection, TABLES, row -> row.getString(1), StateTable.TRANSACTION, StateTable.NAME)) {
            found.addAll(between(connection, new StreamName(schema, StateTable.NAME), then, now));
        }
        return found.size() == count;
    }

    private static List<Long> between(
            Connection connection, StreamName table, TransactionSnapshot then, TransactionSnapshot now)
            throws SQLException {
        String number = PostgresDialect.INSTANCE.quote(StateTable.TRANSACTION);
        return Statements.query(
                connection,
                "SELECT " + number + " FROM ONLY " + PostgresDialect.INSTANCE.quote(table) + " WHERE " + number
                        + " >= ? AND " + number + " < ? AND xmin = (" + number + " % " + TransactionSnapshot.IDS
                        + ")::text::xid",
                row -> row.getLong(1),
                then.next(),
                now.next());
    }
}
