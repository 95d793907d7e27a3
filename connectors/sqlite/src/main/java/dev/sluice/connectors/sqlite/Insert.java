package dev.sluice.connectors.sqlite;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.sql.SQLException;
import org.sqlite.core.Codes;
import org.sqlite.core.DB;
import org.sqlite.core.NativeDB;

/**
 * An INSERT on the driver's own database object. Its methods that bind values aren't public, but PreparedStatement boxes
 * each value, copies each row and knows no text but String. What is bound stays bound for the next row.
 */
final class Insert {
    private static final MethodHandle NULL;
    private static final MethodHandle LONG;
    private static final MethodHandle DOUBLE;
    private static final MethodHandle BLOB;
    private static final MethodHandle TEXT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(NativeDB.class, MethodHandles.lookup());
            NULL = lookup.findVirtual(
                    NativeDB.class, "bind_null", MethodType.methodType(int.class, long.class, int.class));
            LONG = lookup.findVirtual(
                    NativeDB.class, "bind_long", MethodType.methodType(int.class, long.class, int.class, long.class));
            DOUBLE = lookup.findVirtual(
                    NativeDB.class,
                    "bind_double",
                    MethodType.methodType(int.class, long.class, int.class, double.class));
            BLOB = lookup.findVirtual(
                    NativeDB.class, "bind_blob", MethodType.methodType(int.class, long.class, int.class, byte[].class));
            TEXT = lookup.findVirtual(
                    NativeDB.class,
                    "bind_text_utf8",
                    MethodType.methodType(int.class, long.class, int.class, byte[].class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final NativeDB db;
    private final long statement;

    Insert(DB db, long statement) {
        this.db = (NativeDB) db;
        this.statement = statement;
    }

    void bindNull(int index) throws SQLException {
        try {
            check((int) NULL.invokeExact(db, statement, index));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    void bind(int index, long value) throws SQLException {
        try {
            check((int) LONG.invokeExact(db, statement, index, value));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    void bind(int index, double value) throws SQLException {
        try {
            check((int) DOUBLE.invokeExact(db, statement, index, value));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    void bindBlob(int index, byte[] value) throws SQLException {
        try {
            check((int) BLOB.invokeExact(db, statement, index, value));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /**
     * Binds a text.
     *
     * @param utf8 SQLite takes the bytes as they are, a NUL too
     */
    void bindText(int index, byte[] utf8) throws SQLException {
        try {
            check((int) TEXT.invokeExact(db, statement, index, utf8));
        } catch (Throwable e) {
            throw rethrown(e);
        }
    }

    /** Inserts what is bound. */
    void run() throws SQLException {
        int result = db.step(statement);
        db.reset(statement);
        if (result != Codes.SQLITE_DONE) {
            db.throwex(result);
        }
    }

    private void check(int result) throws SQLException {
        if (result != Codes.SQLITE_OK) {
            db.throwex(result);
        }
    }

    private static SQLException rethrown(Throwable thrown) throws SQLException {
        return switch (thrown) {
            case SQLException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new SQLException(thrown);
        };
    }
}
