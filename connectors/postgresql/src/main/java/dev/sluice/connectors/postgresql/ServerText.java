package dev.sluice.connectors.postgresql;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the server said, in one line. */
final class ServerText {
    private static final String INVALID_BINARY = "22P03";
    private static final Pattern COLUMN = Pattern.compile("line \\d+, column ([^\\n:]+)");

    private ServerText() {}

    static String of(SQLException error) {
        if (error instanceof PSQLException server && server.getServerErrorMessage() != null) {
            ServerErrorMessage message = server.getServerErrorMessage();
            return oneLine(message.getMessage())
                    + (message.getDetail() == null ? "" : " (" + oneLine(message.getDetail()) + ")");
        }
        return oneLine(error.getMessage());
    }

    /** The same and what the server advises; without the position in a statement that the user never sees. */
    static String withHint(SQLException error) {
        String hint = error instanceof PSQLException server && server.getServerErrorMessage() != null
                ? oneLine(server.getServerErrorMessage().getHint())
                : "";
        return of(error) + (hint.isEmpty() ? "" : "; " + hint);
    }

    /** The same, of a value that was refused. */
    static String ofRefusal(SQLException error) {
        // of what COPY is sent, only infinities are unknown to some servers
        boolean infinite = INVALID_BINARY.equals(error.getSQLState());
        return of(error) + (infinite ? ": before PostgreSQL 14 a numeric can't be infinite" : "");
    }

    /** Where it happened, as the server tells: {@code COPY t, line 3, column a}; or empty. */
    static String where(SQLException error) {
        boolean told = error instanceof PSQLException server
                && server.getServerErrorMessage() != null
                && server.getServerErrorMessage().getWhere() != null;
        return told ? ((PSQLException) error).getServerErrorMessage().getWhere() : "";
    }

    /** The column it is about; or empty. */
    static String column(SQLException error) {
        String named = error instanceof PSQLException server && server.getServerErrorMessage() != null
                ? server.getServerErrorMessage().getColumn()
                : null;
        if (named != null) {
            return named;
        }
        Matcher place = COLUMN.matcher(where(error));
        return place.find() ? place.group(1) : "";
    }

    private static String oneLine(String text) {
        return text == null ? "" : text.strip().replaceAll("\\s+", " ");
    }
}
