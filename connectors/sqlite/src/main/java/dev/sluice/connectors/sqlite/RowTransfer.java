package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
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

    /** @param rowid above those of the rows added since the last copy */
    void add(long rowid, byte[] record, int from, int length) throws IOException {
        table.add(rowid, record, from, length);
    }

    boolean isFull() {
        return table.size() >= Math.max(LEAST_BYTES, copiedBytes / LEAST_PART);
    }

    /** Copies what was added since the last time. */
    void copy() throws IOException, SQLException {
        if (table.rows() == 0) {
            return;
        }
        table.finish(TABLE, columns.createTable(TABLE));
        copies++;
        Statements.run(connection, "ATTACH ? AS " + schema(), uri);
        long rows = Statements.run(connection, insert());
        if (rows != table.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "SQLite counts " + rows + " staged rows where " + table.rows() + " were written");
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
        return "INSERT INTO main." + target + " SELECT * FROM " + source();
    }

    private String source() {
        return schema() + "." + TABLE;
    }

    /**
     * A row that can't be copied.
     *
     * @param number from 1 for the first since the last copy
     */
    record Refused(long number, long rowid) {}

    /** After a copy failed, the first row that made it fail. */
    Refused firstRefused() throws SQLException {
        long number = 0;
        long rowid = 0;
        try (PreparedStatement one = connection.prepareStatement(insert() + " WHERE rowid = ?");
                PreparedStatement all =
                        connection.prepareStatement("SELECT rowid FROM " + source() + " ORDER BY rowid");
                ResultSet rowids = all.executeQuery()) {
            while (rowids.next()) {
                number++;
                rowid = rowids.getLong(1);
                one.setLong(1, rowid);
                try {
                    one.executeUpdate();
                } catch (SQLException e) {
                    break;
                }
            }
        }
        return new Refused(number, rowid);
    }

    /** A value of a row that was refused, for people. */
    String value(Refused row, int column) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT CAST(" + columns.name(column) + " AS TEXT) FROM " + source() + " WHERE rowid = ?",
                        found -> found.getString(1),
                        row.rowid())
                .getFirst();
    }
}
