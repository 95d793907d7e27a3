package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names as Oracle has them: written without quotes they are upper-case, and a double quote can't be in them at all. */
final class OracleNames {
    private static final Pattern LOWER_CASE = Pattern.compile("[\\p{Ll}][\\p{Ll}\\p{Nd}_$#]*");

    private OracleNames() {}

    /** What SQL without quotes makes of a name in lower-case letters; others stay as they are. */
    static String unquoted(String name) {
        return LOWER_CASE.matcher(name).matches() ? name.toUpperCase(Locale.ROOT) : name;
    }

    /** A schema's own name: the one written, or the one that it names without quotes. */
    static Optional<String> schema(Connection connection, String written) throws SQLException {
        List<String> found = Statements.query(
                connection,
                "SELECT username FROM sys.all_users WHERE username IN (?, ?)",
                row -> row.getString(1),
                written,
                unquoted(written));
        return found.contains(written) ? Optional.of(written) : found.stream().findFirst();
    }

    static void require(String what, String name) {
        if (name.indexOf('"') >= 0) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    what + " '" + name + "' holds a double quote, which Oracle's names can't: rename it");
        }
        if (name.equals("ROWID")) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    what + " '" + name + "' is what Oracle calls a row's address, even in quotes: rename it");
        }
    }
}
