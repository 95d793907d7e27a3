package dev.sluice.connectors.sqlite.pages;

import java.sql.SQLException;

/** The values of one row as SQLite stores them, each of its own storage class. Columns count from 0. */
public abstract class StoredRow {
    private byte[] bytes;
    private int start;
    private int end;

    /** A storage class, as the constants of {@link org.sqlite.core.Codes} have them. */
    public abstract int storage(int column) throws SQLException;

    /** The value of an INTEGER. */
    public abstract long integer(int column) throws SQLException;

    /** The value of a REAL. */
    public abstract double real(int column) throws SQLException;

    /** Finds a BLOB, or a text as UTF-8: it is what the methods below are about then. */
    public abstract void locate(int column) throws SQLException;

    /** What names the row to people. */
    public abstract long rowid() throws SQLException;

    protected final void located(byte[] in, int from, int to) {
        bytes = in;
        start = from;
        end = to;
    }

    public final byte[] bytes() {
        return bytes;
    }

    public final int start() {
        return start;
    }

    public final int end() {
        return end;
    }

    public final int length() {
        return end - start;
    }
}
