package dev.sluice.connectors.jdbc.server;

import java.sql.SQLException;

/** What a server said, inside what its driver made of it. */
public final class ServerErrors {
    private ServerErrors() {}

    /** The innermost error with a number: drivers wrap what the server says. */
    public static SQLException innermost(SQLException error) {
        SQLException innermost = error;
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
                innermost = sql;
            }
        }
        return innermost;
    }
}
