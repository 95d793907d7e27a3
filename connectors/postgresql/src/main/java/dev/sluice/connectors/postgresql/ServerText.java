package dev.sluice.connectors.postgresql;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said, in one line. */
final class ServerText {
    private ServerText() {}

    static String of(SQLException error) {
        if (error instanceof PSQLException server && server.getServerErrorMessage() != null) {
            ServerErrorMessage message = server.getServerErrorMessage();
            return oneLine(message.getMessage())
                    + (message.getDetail() == null ? "" : " (" + oneLine(message.getDetail()) + ")");
        }
        return oneLine(error.getMessage());
    }

    /** Where it happened, as the server tells: {@code COPY t, line 3, column a}; or empty. */
    static String where(SQLException error) {
        boolean told = error instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && server.getServerErrorMessage().getWhere() != null;
        return told ? ((PSQLException) error).getServerErrorMessage().getWhere() : "";
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ");
    }
}
