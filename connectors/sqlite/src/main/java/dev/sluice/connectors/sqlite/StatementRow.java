package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.sqlite.pages.StoredRow;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;

/** The row a statement has stepped to, asked value by value. */
final class StatementRow extends StoredRow {
    private static final byte[] NO_BYTES = {};

    private final DB db;
    private final long statement;
    private final boolean utf8;
    private final int columns;

    /**
     * @param utf8 whether the database keeps text in UTF-8
     * @param columns those before the last one, which is the rowid
     */
    StatementRow(DB db, long statement, boolean utf8, int columns) {
        this.db = db;
        this.statement = statement;
        this.utf8 = utf8;
        this.columns = columns;
    }

    @Override
    public int storage(int column) throws SQLException {
        return db.column_type(statement, column);
    }

    @Override
    public long integer(int column) throws SQLException {
        return db.column_long(statement, column);
    }

    @Override
    public double real(int column) throws SQLException {
        return db.column_double(statement, column);
    }

    /** The driver gives null where there are no bytes. */
    @Override
    public void locate(int column) throws SQLException {
        byte[] value = utf8 || storage(column) == Codes.SQLITE_BLOB
                ? db.column_blob(statement, column)
                : db.column_text(statement, column).getBytes(StandardCharsets.UTF_8);
        byte[] bytes = value == null ? NO_BYTES : value;
        located(bytes, 0, bytes.length);
    }

    @Override
    public long rowid() throws SQLException {
        return db.column_long(statement, columns);
    }
}
