package dev.sluice.connectors.mysql;

import java.sql.SQLException;

/** What the server said, in one line. */
final class ServerText {
    private ServerText() {}

    /** Without what the driver puts before: {@code (conn=17) }. */
    static String of(SQLException error) {
        String text = deepest(error).getMessage();
        return text == null
                ? ""
                : text.strip().replaceFirst("^\\(conn=-?\\d+\\) ", "").replaceAll("\\s+", " ");
    }

    /** The server's error number; the driver wraps what happens while connecting. */
    static int number(SQLException error) {
        return deepest(error).getErrorCode();
    }

    private static SQLException deepest(SQLException error) {
        SQLException deepest = error;
        for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() != 0) {
                deepest = sql;
            }
        }
        return deepest;
    }
}
