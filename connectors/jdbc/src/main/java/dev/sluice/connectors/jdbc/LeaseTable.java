package dev.sluice.connectors.jdbc;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.LeaseFailures;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A table of one row beside the target: who is writing a pipeline's stream to it. It is made when the lease is taken and
 * dropped when it is given back, so that nothing of ours stays behind. Times are those of the server's clock, in
 * milliseconds since 1970.
 */
final class LeaseTable {
    private static final int MOST_TEXT = 255;
    private static final int ATTEMPTS = 3;

    private final Dialect dialect;
    private final WriteRequest request;
    private final StreamName name;
    private final String table;

    LeaseTable(Dialect dialect, WriteRequest request) {
        this.dialect = dialect;
        this.request = request;
        this.name = Staging.lease(request);
        this.table = dialect.quote(name);
    }

    private record Row(String holder, String runId, Instant since, Instant expires, Instant now) {}

    /**
     * Takes the lease, where nobody has it, where who had it didn't renew it in time, or where that was a run from the same
     * workspace.
     *
     * @param connection where each statement is a transaction
     * @throws ConnectorException LOCKED where another run has it
     */
    void take(Connection connection, LeaseHolder holder, Duration length) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                if (!dialect.hasTable(connection, name)) {
                    create(connection);
                } else if (takeOver(connection, holder, length)) {
                    return;
                }
                insert(connection, holder, length);
                return;
            } catch (SQLException e) {
                Optional<Row> other = find(connection);
                if (other.isPresent()) {
                    throw held(other.get());
                }
                // the table was dropped, or made by another, between two of the statements
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private void create(Connection connection) throws SQLException {
        String text = " VARCHAR(" + MOST_TEXT + ") NOT NULL, ";
        String number = " " + dialect.longType() + " NOT NULL, ";
        Statements.run(
                connection,
                "CREATE TABLE " + table + " (id " + dialect.integerType() + " NOT NULL, workspace" + text + "holder"
                        + text + "run_id" + text + "since" + number + "expires" + number + "length" + number
                        + dialect.primaryKey("id") + ")");
    }

    private void insert(Connection connection, LeaseHolder holder, Duration length) throws SQLException {
        Statements.run(
                connection,
                "INSERT INTO " + table + " (id, workspace, holder, run_id, since, expires, length) VALUES (1, ?, ?, ?, "
                        + now() + ", " + now() + " + ?, ?)",
                text(holder.workspace()),
                text(holder.description()),
                request.runId(),
                length.toMillis(),
                length.toMillis());
    }

    private boolean takeOver(Connection connection, LeaseHolder holder, Duration length) throws SQLException {
        return Statements.run(
                        connection,
                        "UPDATE " + table + " SET workspace = ?, holder = ?, run_id = ?, since = " + now()
                                + ", expires = " + now() + " + ?, length = ? WHERE expires < " + now()
                                + " OR workspace = ?",
                        text(holder.workspace()),
                        text(holder.description()),
                        request.runId(),
                        length.toMillis(),
                        length.toMillis(),
                        text(holder.workspace()))
                == 1;
    }

    /** Makes the lease last longer; false where another run has it, or nobody. */
    boolean renew(Connection connection) throws SQLException {
        return Statements.run(
                        connection,
                        "UPDATE " + table + " SET expires = " + now() + " + length WHERE run_id = ?",
                        request.runId())
                == 1;
    }

    /** Whether any run has taken the lease and not given it back. */
    boolean hasTable(Connection connection) throws SQLException {
        return dialect.hasTable(connection, name);
    }

    /** Fails a run that lost the lease before it began, rather than that one whose the lease is now. */
    void requireNoOther(Connection connection) throws SQLException {
        Optional<Row> other = dialect.clock().isPresent() ? find(connection) : Optional.empty();
        if (other.isPresent()) {
            throw taken(other.get());
        }
    }

    /** Whether this run has taken the lease, which is made to last longer; no run has where the server tells no time. */
    boolean isHeld(Connection connection) throws SQLException {
        return dialect.clock().isPresent() && hasTable(connection) && renew(connection);
    }

    /**
     * Renews the lease, and holds off whoever would take it over until the transaction ends.
     *
     * @throws ConnectorException LOCKED where another run has it, or has had it
     */
    void requireHeld(Connection connection) throws SQLException {
        boolean held;
        try {
            held = renew(connection);
        } catch (SQLException e) {
            ErrorCode code = dialect.errorCode(e);
            if (code != ErrorCode.STREAM_NOT_FOUND && code != ErrorCode.EXTERNAL_FAILURE) {
                throw e;
            }
            // the table is gone, which not every database has a number for, and the transaction may be of no more use
            throw LeaseFailures.lost(request, "another run has taken it and ended since", e);
        }
        if (!held) {
            throw find(connection)
                    .map(this::taken)
                    .orElseGet(() -> LeaseFailures.lost(request, "somebody has deleted it", null));
        }
    }

    /** Nobody can take the lease over between the two statements: it has just been made to last. */
    void release(Connection connection) throws SQLException {
        boolean ours;
        try {
            ours = isHeld(connection);
        } catch (SQLException e) {
            if (dialect.errorCode(e) != ErrorCode.PERMISSION_DENIED) {
                throw e;
            }
            // who may make tables but not UPDATE them, which ends the run, leaves none behind
            ours = find(connection)
                    .filter(row -> row.runId().equals(request.runId()))
                    .isPresent();
        }
        if (ours) {
            Statements.run(connection, dialect.dropTable(name));
        }
    }

    private Optional<Row> find(Connection connection) throws SQLException {
        if (!dialect.hasTable(connection, name)) {
            return Optional.empty();
        }
        List<Row> rows = Statements.query(
                connection,
                "SELECT holder, run_id, since, expires, " + now() + " FROM " + table,
                row -> new Row(
                        row.getString(1),
                        row.getString(2),
                        instant(row.getLong(3)),
                        instant(row.getLong(4)),
                        instant(row.getLong(5))));
        return rows.stream().findFirst();
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochSecond(millis / 1000);
    }

    private ConnectorException held(Row row) {
        return LeaseFailures.held(request, row.runId(), row.holder(), row.since(), row.expires(), row.now());
    }

    private ConnectorException taken(Row row) {
        return LeaseFailures.taken(request, row.runId(), row.holder(), row.since());
    }

    private String now() {
        return dialect.clock().orElseThrow();
    }

    private static String text(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
}
