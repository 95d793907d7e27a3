package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.server.ServerErrors;
import java.sql.SQLException;

/** What the server said, in one line. */
final class ServerText {
    private ServerText() {}

    /** Without the driver's number of the connection: {@code ClientConnectionId:…}. */
    static String of(SQLException error) {
        String text = ServerErrors.innermost(error).getMessage();
        return text == null
                ? ""
                : text.strip()
                        .replaceFirst("\\s*ClientConnectionId:[-0-9a-fA-F]+$", "")
                        .replaceAll("\\s+", " ");
    }

    /** The server's error number; 0 for an error of the driver. */
    static int number(SQLException error) {
        return ServerErrors.innermost(error).getErrorCode();
    }
}
