package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.server.ServerErrors;
import java.sql.SQLException;

/** What the server said, in one line. */
final class ServerText {
    private ServerText() {}

    /** Without what the driver puts before: {@code (conn=17) }. */
    static String of(SQLException error) {
        String text = ServerErrors.innermost(error).getMessage();
        return text == null
                ? ""
                : text.strip().replaceFirst("^\\(conn=-?\\d+\\) ", "").replaceAll("\\s+", " ");
    }

    /** The server's error number; the driver wraps what happens while connecting. */
    static int number(SQLException error) {
        return ServerErrors.innermost(error).getErrorCode();
    }
}
