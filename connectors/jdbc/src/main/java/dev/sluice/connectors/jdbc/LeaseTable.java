package dev.sluice.connectors.jdbc;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
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
 * The table {@code _sluice_lock} beside the target: a row for each pipeline, stream and target that is being written. Times
 * are those of the server's clock, in milliseconds since 1970.
 */
final class LeaseTable {
    private static final int MOST_TEXT = 255;

    private final Dialect dialect;
    private final WriteRequest request;
    private final StreamName name;
    private final String table;
    private final String id;

    LeaseTable(Dialect dialect, WriteRequest request) {
        this.dialect = dialect;
        this.request = request;
        this.name = new StreamName(request.target().namespace(), Staging.RESERVED_PREFIX + "lock");
        this.table = dialect.quote(name);
        this.id = Staging.prefix(request);
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
        if (takeOver(connection, holder, length)) {
            return;
        }
        try {
            Statements.run(
                    connection,
                    "INSERT INTO " + table + " (id, workspace, holder, run_id, since, expires, length) VALUES (?, ?, ?, ?, "
                            + now() + ", " + now() + " + ?, ?)",
                    id,
                    text(holder.workspace()),
                    text(holder.description()),
                    request.runId(),
                    length.toMillis(),
                    length.toMillis());
        } catch (SQLException e) {
            throw find(connection).map(this::held).orElseThrow(() -> e);
        }
    }

    private boolean takeOver(Connection connection, LeaseHolder holder, Duration length) throws SQLException {
        try {
            return update(connection, holder, length);
        } catch (SQLException e) {
            if (dialect.table(connection, name).isPresent()) {
                throw e;
            }
        }
        try {
            Statements.run(
                    connection,
                    "CREATE TABLE " + table + " (id VARCHAR(40) NOT NULL, workspace VARCHAR(255) NOT NULL,"
                            + " holder VARCHAR(255) NOT NULL, run_id VARCHAR(40) NOT NULL, since " + dialect.longType()
                            + " NOT NULL, expires " + dialect.longType() + " NOT NULL, length " + dialect.longType()
                            + " NOT NULL, " + dialect.primaryKey("id") + ")");
        } catch (SQLException e) {
            // another run may have been faster
            if (dialect.table(connection, name).isEmpty()) {
                throw e;
            }
        }
        return update(connection, holder, length);
    }

    private boolean update(Connection connection, LeaseHolder holder, Duration length) throws SQLException {
        return Statements.run(
                        connection,
                        "UPDATE " + table + " SET workspace = ?, holder = ?, run_id = ?, since = " + now()
                                + ", expires = " + now() + " + ?, length = ? WHERE id = ? AND (expires < " + now()
                                + " OR workspace = ?)",
                        text(holder.workspace()),
                        text(holder.description()),
                        request.runId(),
                        length.toMillis(),
                        length.toMillis(),
                        id,
                        text(holder.workspace()))
                == 1;
    }

    /** Makes the lease last longer; false where another run has it, or nobody. */
    boolean renew(Connection connection) throws SQLException {
        return Statements.run(
                        connection,
                        "UPDATE " + table + " SET expires = " + now() + " + length WHERE id = ? AND run_id = ?",
                        id,
                        request.runId())
                == 1;
    }

    /** Whether this run has taken the lease, which is made to last longer. */
    boolean isHeld(Connection connection) throws SQLException {
        try {
            return renew(connection);
        } catch (SQLException e) {
            if (dialect.table(connection, name).isEmpty()) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Renews the lease, and holds off whoever would take it over until the transaction ends.
     *
     * @throws ConnectorException LOCKED where another run has it, or has had it
     */
    void requireHeld(Connection connection) throws SQLException {
        if (renew(connection)) {
            return;
        }
        String who = find(connection)
                .map(row -> ": run " + row.runId() + " on " + row.holder() + " has taken it at " + row.since())
                .orElse(": another run has taken it and ended since");
        throw new ConnectorException(
                ErrorCode.LOCKED,
                "this run didn't renew its lease on '" + request.target() + "' in time" + who
                        + ". Nothing was published; run it again when no other run of '" + request.pipeline()
                        + "' is going on");
    }

    void release(Connection connection) throws SQLException {
        Statements.run(
                connection, "DELETE FROM " + table + " WHERE id = ? AND run_id = ?", id, request.runId());
    }

    private Optional<Row> find(Connection connection) throws SQLException {
        List<Row> rows = Statements.query(
                connection,
                "SELECT holder, run_id, since, expires, " + now() + " FROM " + table + " WHERE id = ?",
                row -> new Row(
                        row.getString(1), row.getString(2), instant(row.getLong(3)), instant(row.getLong(4)), instant(
                                row.getLong(5))),
                id);
        return rows.stream().findFirst();
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochSecond(millis / 1000);
    }

    private ConnectorException held(Row row) {
        return new ConnectorException(
                ErrorCode.LOCKED,
                "another run of '" + request.pipeline() + "' is going on: run " + row.runId() + " on " + row.holder()
                        + " has been writing to '" + request.target() + "' since " + row.since()
                        + ". Wait for it to end, or stop it; if it has crashed, its lease ends at " + row.expires()
                        + " by the server's clock, which says " + row.now());
    }

    private String now() {
        return dialect.clock().orElseThrow();
    }

    private static String text(String text) {
        return text.substring(0, Math.min(MOST_TEXT, text.length()));
    }
}
