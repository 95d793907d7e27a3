package dev.sluice.connectors.jdbc;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table {@code _sluice_state} beside the target: per pipeline, stream and target, what was last committed. */
public final class StateTable {
    public static final String NAME = Staging.RESERVED_PREFIX + "state";
    /** The transaction that wrote the row, if it wrote nothing else; where {@link Dialect#transactionNumber} tells one. */
    public static final String TRANSACTION = "state_only_transaction";

    private static final String KEY = "pipeline = ? AND stream = ? AND target = ?";

    /** What the last commit left. */
    record Entry(String runId, String state, long rows) {}

    private final Dialect dialect;
    private final WriteRequest request;
    private final StreamName name;
    private final String target;

    StateTable(Dialect dialect, WriteRequest request) {
        this.dialect = dialect;
        this.request = request;
        this.name = new StreamName(request.target().namespace(), NAME);
        this.target = dialect.stateName(request.target());
    }

    Optional<Entry> find(Connection connection) throws SQLException {
        if (!dialect.hasTable(connection, name)) {
            return Optional.empty();
        }
        return Statements.query(
                        connection,
                        "SELECT run_id, state, row_count FROM " + dialect.quote(name) + " WHERE " + KEY,
                        row -> new Entry(
                                row.getString(1), row.getString(2) == null ? "" : row.getString(2), row.getLong(3)),
                        key())
                .stream()
                .findFirst();
    }

    /** What any pipeline's commits to the request's target left. */
    List<StoredState> ofTarget(Connection connection) throws SQLException {
        if (!dialect.hasTable(connection, name)) {
            return List.of();
        }
        return Statements.query(
                connection,
                "SELECT pipeline, stream, target, run_id, committed_at, state FROM " + dialect.quote(name)
                        + " WHERE target = ?",
                row -> new StoredState(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6) == null ? "" : row.getString(6)),
                target);
    }

    /** Creates the table where it's missing; not part of the commit's transaction where DDL commits by itself. */
    void create(Connection connection) throws SQLException {
        if (dialect.hasTable(connection, name)) {
            return;
        }
        try {
            Statements.run(connection, createStatement());
        } catch (SQLException e) {
            Statements.rollback(connection, e);
            if (!dialect.hasTable(connection, name)) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.TRY_AGAIN, "another run has made the table '" + name + "' at the same moment", e);
        }
    }

    private String createStatement() {
        String key = " " + dialect.keyTextType() + " NOT NULL, ";
        return "CREATE TABLE " + dialect.quote(name) + " (pipeline" + key + "stream" + key + "target" + key
                // not every database tells an empty state from none
                + "run_id VARCHAR(40) NOT NULL, state " + dialect.longTextType() + ","
                + " row_count " + dialect.longType() + " NOT NULL, committed_at VARCHAR(40) NOT NULL,"
                + dialect.transactionNumber()
                        .map(any -> " " + TRANSACTION + " " + dialect.longType() + ",")
                        .orElse("")
                + " " + dialect.primaryKey("pipeline, stream, target") + ")";
    }

    /** As part of a transaction that publishes rows. */
    void put(Connection connection, Entry entry) throws SQLException {
        put(connection, entry, "", "");
    }

    /** As all that a transaction writes. */
    void putAlone(Connection connection, Entry entry) throws SQLException {
        Optional<String> number = dialect.transactionNumber();
        if (number.isPresent() && hasTransactions(connection)) {
            put(connection, entry, ", " + TRANSACTION, ", " + number.get());
        } else {
            put(connection, entry);
        }
    }

    private void put(Connection connection, Entry entry, String moreColumns, String moreValues) throws SQLException {
        remove(connection);
        Statements.run(
                connection,
                "INSERT INTO " + dialect.quote(name)
                        + " (pipeline, stream, target, run_id, state, row_count, committed_at" + moreColumns + ")"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?" + moreValues + ")",
                request.pipeline(),
                request.stream().toString(),
                target,
                entry.runId(),
                entry.state(),
                entry.rows(),
                Instant.now().truncatedTo(ChronoUnit.MICROS).toString());
    }

    /** Tables that were made before there was this column are left as they are. */
    private boolean hasTransactions(Connection connection) throws SQLException {
        return dialect.table(connection, name).stream()
                .flatMap(table -> table.columns().stream())
                .anyMatch(column -> column.name().equals(TRANSACTION));
    }

    /**
     * Makes sure that no other run has committed since this one began, nor does before this one's transaction ends.
     *
     * @throws ConnectorException where one has
     */
    void requireUnchanged(Connection connection, String previousState) throws SQLException {
        Optional<Entry> kept = find(connection);
        boolean same = kept.map(Entry::state).orElse("").equals(previousState);
        if (same && kept.isPresent()) {
            List<Object> parameters = new ArrayList<>(List.of(key()));
            parameters.add(kept.get().runId());
            // changes nothing, and holds off everyone else who would
            same = Statements.run(
                            connection,
                            "UPDATE " + dialect.quote(name) + " SET row_count = row_count WHERE " + KEY
                                    + " AND run_id = ?",
                            parameters.toArray())
                    == 1;
        }
        if (!same) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "another run of pipeline '" + request.pipeline() + "' has committed to '" + request.target()
                            + "' since this one began"
                            + kept.map(entry -> " (run " + entry.runId() + ")").orElse("")
                            + ": nothing was published. Run it again; it goes on from there");
        }
    }

    /** Forgets what any pipeline's commits to the request's target left. The table must exist. */
    void removeAllOfTarget(Connection connection) throws SQLException {
        Statements.run(connection, "DELETE FROM " + dialect.quote(name) + " WHERE target = ?", target);
    }

    /** The table must exist. */
    void remove(Connection connection) throws SQLException {
        Statements.run(connection, "DELETE FROM " + dialect.quote(name) + " WHERE " + KEY, key());
    }

    private Object[] key() {
        return new Object[] {request.pipeline(), request.stream().toString(), target};
    }
}
