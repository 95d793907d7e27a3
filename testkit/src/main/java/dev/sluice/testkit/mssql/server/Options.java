package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;

/** What SET changes in a session. */
final class Options {
    /** Settings that change nothing here. */
    private static final Set<String> IGNORED = Set.of(
            "ANSI_NULLS",
            "ANSI_PADDING",
            "ANSI_WARNINGS",
            "ANSI_NULL_DFLT_ON",
            "ANSI_DEFAULTS",
            "ARITHABORT",
            "CONCAT_NULL_YIELDS_NULL",
            "QUOTED_IDENTIFIER",
            "NUMERIC_ROUNDABORT",
            "CURSOR_CLOSE_ON_COMMIT",
            "DATEFIRST",
            "DATEFORMAT",
            "LANGUAGE",
            "TEXTSIZE",
            "DEADLOCK_PRIORITY",
            "STATISTICS",
            "FORCEPLAN",
            "CONTEXT_INFO",
            "REMOTE_PROC_TRANSACTIONS");

    private static final int FOREVER = 86_400_000;

    private final Connection connection;
    private final Transaction transaction;
    private boolean quiet;
    private boolean describeOnly;
    private boolean abortOnError;
    private long rowLimit;
    private String identityInsert = "";

    Options(Connection connection, Transaction transaction) {
        this.connection = connection;
        this.transaction = transaction;
    }

    /** NOCOUNT. */
    boolean quiet() {
        return quiet;
    }

    /** FMTONLY. */
    boolean describeOnly() {
        return describeOnly;
    }

    void describeOnly(boolean on) {
        describeOnly = on;
    }

    /** XACT_ABORT. */
    boolean abortOnError() {
        return abortOnError;
    }

    /** ROWCOUNT, 0 for no limit. */
    long rowLimit() {
        return rowLimit;
    }

    /** The physical table that takes numbers for its identity column. */
    boolean takesIdentity(String physical) {
        return identityInsert.equals(physical);
    }

    /** @param cursor behind SET */
    void set(TokenCursor cursor, Catalog catalog) throws SQLException {
        if (cursor.accept("TRANSACTION", "ISOLATION", "LEVEL")) {
            isolation(cursor);
            return;
        }
        if (cursor.accept("IDENTITY_INSERT")) {
            String physical = catalog.require(cursor.objectName()).physical();
            identityInsert = on(cursor) ? physical : "";
            return;
        }
        String name = cursor.next().keyword();
        switch (name) {
            case "NOCOUNT" -> quiet = on(cursor);
            case "FMTONLY" -> describeOnly = on(cursor);
            case "XACT_ABORT" -> abortOnError = on(cursor);
            case "IMPLICIT_TRANSACTIONS" -> transaction.implicit(on(cursor));
            case "ROWCOUNT" -> rowLimit = cursor.number();
            case "LOCK_TIMEOUT" -> {
                boolean forever = cursor.acceptSymbol("-");
                int millis = cursor.number();
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SET LOCK_TIMEOUT " + (forever ? FOREVER : millis));
                }
            }
            default -> {
                if (!IGNORED.contains(name)) {
                    throw new ServerError(195, 5, 15, "'" + name + "' is not a recognized SET option.");
                }
                cursor.rest();
            }
        }
    }

    private void isolation(TokenCursor cursor) {
        String level = cursor.next().keyword();
        if (level.equals("READ") || level.equals("REPEATABLE")) {
            level += " " + cursor.next().keyword();
        }
        if (!Set.of("READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SNAPSHOT", "SERIALIZABLE")
                .contains(level)) {
            throw cursor.unexpected();
        }
        transaction.isolation(level);
    }

    private static boolean on(TokenCursor cursor) {
        if (cursor.accept("ON")) {
            return true;
        }
        cursor.expect("OFF");
        return false;
    }
}
