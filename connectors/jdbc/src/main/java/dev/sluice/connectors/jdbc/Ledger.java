package dev.sluice.connectors.jdbc;

import dev.sluice.spi.CommitToken;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which splits' rows are staged: a row per split, inserted in the transaction that staged them. The primary key lets one
 * attempt per split in.
 */
final class Ledger {
    private final Dialect dialect;
    private final StreamName name;

    Ledger(Dialect dialect, StreamName name) {
        this.dialect = dialect;
        this.name = name;
    }

    String createStatement() {
        return "CREATE TABLE " + dialect.quote(name)
                + " (split INTEGER NOT NULL PRIMARY KEY, attempt INTEGER NOT NULL,"
                + " row_count BIGINT NOT NULL, byte_count BIGINT NOT NULL)";
    }

    /** Fails where the split is there already. */
    void insert(Connection connection, CommitToken token) throws SQLException {
        Statements.run(
                connection,
                "INSERT INTO " + dialect.quote(name) + " (split, attempt, row_count, byte_count) VALUES (?, ?, ?, ?)",
                token.split(),
                token.attempt(),
                token.rows(),
                token.bytes());
    }

    Optional<CommitToken> find(Connection connection, int split) throws SQLException {
        return tokens(connection).stream()
                .filter(token -> token.split() == split)
                .findFirst();
    }

    /** What is staged, ordered by split. */
    List<CommitToken> tokens(Connection connection) throws SQLException {
        return Statements.query(
                connection,
                "SELECT split, attempt, row_count, byte_count FROM " + dialect.quote(name) + " ORDER BY split",
                row -> new CommitToken(row.getInt(1), row.getInt(2), row.getLong(3), row.getLong(4), Map.of()));
    }
}
