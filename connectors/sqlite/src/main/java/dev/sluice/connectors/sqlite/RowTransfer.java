package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.refuse.Halving;
import dev.sluice.connectors.jdbc.refuse.Halving.RefusedRow;
import dev.sluice.connectors.jdbc.refuse.StagedRow;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

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

    /** @param rowid above those of the rows added since the last copy */
    void add(long rowid, byte[] record, int from, int length) throws IOException {
        table.add(rowid, record, from, length);
    }

    boolean isFull() {
        return table.size() >= Math.max(LEAST_BYTES, copiedBytes / LEAST_PART);
    }

    /**
     * Copies what was added since the last time.
     *
     * @throws SQLException where nothing was copied
     */
    void copy() throws IOException, SQLException {
        if (table.rows() == 0) {
            return;
        }
        table.finish(TABLE, columns.createTable(TABLE));
        copies++;
        Statements.run(connection, "ATTACH ? AS " + schema(), uri);
        copied(Statements.run(connection, insert()), 0);
    }

    /**
     * After a copy was refused, copies the rows that are not.
     *
     * @return how many were refused
     */
    long copyTaken(Predicate<SQLException> isRefusal, RefusedRow refused) throws SQLException {
        long[] ends = Statements.query(connection, "SELECT min(rowid), max(rowid) FROM " + source(), row ->
                        new long[] {row.getLong(1), row.getLong(2)})
                .getFirst();
        AtomicLong count = new AtomicLong();
        Halving halving = new Halving(
                (first, last) -> Statements.run(connection, insert() + " WHERE rowid BETWEEN ? AND ?", first, last),
                isRefusal,
                (rowid, why) -> {
                    count.incrementAndGet();
                    refused.take(rowid, why);
                });
        copied(halving.halves(ends[0], ends[1]), count.get());
        return count.get();
    }

    private void copied(long rows, long refused) throws SQLException {
        if (rows + refused != table.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "SQLite counts " + rows + " staged rows where " + (table.rows() - refused) + " were written");
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

    /** The number of a row among all that were added, from 0. */
    long number(long rowid) throws SQLException {
        return copiedRows
                + Statements.queryLong(connection, "SELECT count(*) FROM " + source() + " WHERE rowid < ?", rowid);
    }

    /** A row of the rows to be copied, as JSON. */
    byte[] json(long rowid, Schema schema) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT * FROM " + source() + " WHERE rowid = ?",
                        row -> StagedRow.json(row, schema),
                        rowid)
                .getFirst();
    }
}
