package dev.sluice.connectors.sqlite;

import java.sql.SQLException;

/** The values of one row as SQLite stores them, each of its own storage class. Columns count from 0. */
abstract class StoredRow {
    private byte[] bytes;
    private int start;
    private int end;

    /** A storage class, as the constants of {@link org.sqlite.core.Codes} have them. */
    abstract int storage(int column) throws SQLException;

    /** The value of an INTEGER. */
    abstract long integer(int column) throws SQLException;

    /** The value of a REAL. */
    abstract double real(int column) throws SQLException;

    /** Finds a BLOB, or a text as UTF-8: it is what the methods below are about then. */
    abstract void locate(int column) throws SQLException;

    /** What names the row to people. */
    abstract long rowid() throws SQLException;

    final void located(byte[] in, int from, int to) {
        bytes = in;
        start = from;
        end = to;
    }

    final byte[] bytes() {
        return bytes;
    }

    final int start() {
        return start;
    }

    final int end() {
        return end;
    }

    final int length() {
        return end - start;
    }
}
