package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Puts records into a table: writes them to a database file of our own, and has SQLite copy that file's table with one
 * statement, which takes the records as they are where it can. The file is used again for the rows that follow, under a new
 * name: SQLite keeps what it has attached until the transaction ends, but reads it no more.
 */
final class RowTransfer {
    private static final String TABLE = "staged";
    private static final long LEAST_BYTES = 128L << 20;
    /** So that there are fewer files than SQLite attaches, however many rows. */
    private static final int LEAST_PART = 8;

    private final Connection connection;
    private final String target;
    private final String uri;
    private final ScratchColumns columns;
    private final TableWriter table;
    private int copies;
    private long copiedRows;
    private long copiedBytes;

    /** @param target as SQL names it */
    RowTransfer(Connection connection, String target, String uri, ScratchColumns columns, TableWriter table) {
        this.connection = connection;
        this.target = target;
        this.uri = uri;
        this.columns = columns;
        this.table = table;
    }

    /** Rows that are in the target. */
    long copiedRows() {
        return copiedRows;
    }

    void add(byte[] record, int from, int length) throws IOException {
        table.add(record, from, length);
    }

    boolean isFull() {
        return table.size() >= Math.max(LEAST_BYTES, copiedBytes / LEAST_PART);
    }

    /** Copies what was added since the last time. */
    void copy() throws IOException, SQLException {
        table.finish(TABLE, columns.createTable(TABLE));
        copies++;
        Statements.run(connection, "ATTACH ? AS " + schema(), uri);
        long rows = Statements.run(connection, insert());
        if (rows != table.rows()) {
            throw new SQLException("copied " + rows + " rows of " + table.rows());
        }
        Statements.run(connection, "PRAGMA shrink_memory");
        copiedRows += table.rows();
        copiedBytes += table.size();
        table.clear();
    }

    private String schema() {
        return "sluice_" + copies;
    }

    private String insert() {
        return "INSERT INTO main." + target + " SELECT * FROM " + schema() + "." + TABLE;
    }

    /** After a copy failed, the number of the first row that can't be copied, from 1 for the first since the last copy. */
    long firstRefused() throws SQLException {
        try (PreparedStatement one = connection.prepareStatement(insert() + " WHERE rowid = ?")) {
            for (long row = 1; row < table.rows(); row++) {
                one.setLong(1, row);
                try {
                    one.executeUpdate();
                } catch (SQLException e) {
                    return row;
                }
            }
            return table.rows();
        }
    }

    /** A value of a row that {@link #firstRefused} numbers, for people. */
    String value(long row, int column) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT CAST(" + columns.name(column) + " AS TEXT) FROM " + schema() + "." + TABLE
                                + " WHERE rowid = ?",
                        found -> found.getString(1),
                        row)
                .getFirst();
    }
}
