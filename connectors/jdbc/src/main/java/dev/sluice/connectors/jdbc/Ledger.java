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
    /** In place of a split's number: what the commit notes of itself. */
    private static final int MARKER = -1;
    /** In place of a split's number: whose the staged rows are. */
    private static final int OWNER = Integer.MIN_VALUE;
    /** Splits of keys count down from here. */
    private static final int FIRST_KEYS = -2;

    /**
     * Whose the staged rows are.
     *
     * @param fingerprint of what is staged, see {@link Resumption#fingerprint}
     */
    record Owner(String runId, String fingerprint) {}

    private final Dialect dialect;
    private final StreamName name;

    Ledger(Dialect dialect, StreamName name) {
        this.dialect = dialect;
        this.name = name;
    }

    String createStatement() {
        return "CREATE TABLE " + dialect.quote(name) + " (split " + dialect.integerType()
                + " NOT NULL PRIMARY KEY, attempt "
                + dialect.integerType() + " NOT NULL, row_count " + dialect.longType() + " NOT NULL, byte_count "
                + dialect.longType() + " NOT NULL, run_id VARCHAR(40), state " + dialect.longTextType() + ")";
    }

    /** Fails where the split is there already. */
    void insert(Connection connection, CommitToken token, boolean keys) throws SQLException {
        Statements.run(
                connection,
                "INSERT INTO " + dialect.quote(name) + " (split, attempt, row_count, byte_count) VALUES (?, ?, ?, ?)",
                number(token.split(), keys),
                token.attempt(),
                token.rows(),
                token.bytes());
    }

    Optional<CommitToken> find(Connection connection, int split, boolean keys) throws SQLException {
        return tokens(connection, keys, "split = " + number(split, keys)).stream()
                .findFirst();
    }

    /** What is staged of the rows or of the keys, ordered by split. */
    List<CommitToken> tokens(Connection connection, boolean keys) throws SQLException {
        return tokens(
                connection,
                keys,
                keys
                        ? "split <= " + FIRST_KEYS + " AND split > " + OWNER + " ORDER BY split DESC"
                        : "split >= 0 ORDER BY split");
    }

    private List<CommitToken> tokens(Connection connection, boolean keys, String which) throws SQLException {
        return Statements.query(
                connection,
                "SELECT split, attempt, row_count, byte_count FROM " + dialect.quote(name) + " WHERE " + which,
                row -> new CommitToken(
                        number(row.getInt(1), keys), row.getInt(2), row.getLong(3), row.getLong(4), Map.of()));
    }

    /** From a split's number to the ledger's, and back. */
    private static int number(int split, boolean keys) {
        return keys ? FIRST_KEYS - split : split;
    }

    /** Says whose the rows are that will be staged, so that another run may take them over. */
    void put(Connection connection, Owner owner) throws SQLException {
        insert(connection, OWNER, 0, 0, owner.runId(), owner.fingerprint());
    }

    Optional<Owner> owner(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT run_id, state FROM " + dialect.quote(name) + " WHERE split = ?",
                        row -> new Owner(row.getString(1), row.getString(2)),
                        OWNER)
                .stream()
                .findFirst();
    }

    /** Makes a run the owner, unless another one than that was it; holds off everyone else until the transaction ends. */
    boolean changeOwner(Connection connection, String from, String to) throws SQLException {
        return Statements.run(
                        connection,
                        "UPDATE " + dialect.quote(name) + " SET run_id = ? WHERE split = ? AND run_id = ?",
                        to,
                        OWNER,
                        from)
                == 1;
    }

    /** Notes how far the commit is; once per run. */
    void mark(Connection connection, CommitMarker marker) throws SQLException {
        insert(
                connection,
                MARKER,
                marker.stage().ordinal(),
                marker.entry().rows(),
                marker.entry().runId(),
                marker.entry().state());
    }

    private void insert(Connection connection, int kind, int stage, long rows, String runId, String text)
            throws SQLException {
        Statements.run(
                connection,
                "INSERT INTO " + dialect.quote(name)
                        + " (split, attempt, row_count, byte_count, run_id, state) VALUES (?, ?, ?, ?, ?, ?)",
                kind,
                stage,
                rows,
                0L,
                runId,
                text);
    }

    Optional<CommitMarker> marker(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT attempt, run_id, state, row_count FROM " + dialect.quote(name) + " WHERE split = ?",
                        row -> new CommitMarker(
                                CommitMarker.Stage.values()[row.getInt(1)],
                                new StateTable.Entry(
                                        row.getString(2),
                                        row.getString(3) == null ? "" : row.getString(3),
                                        row.getLong(4))),
                        MARKER)
                .stream()
                .findFirst();
    }
}
