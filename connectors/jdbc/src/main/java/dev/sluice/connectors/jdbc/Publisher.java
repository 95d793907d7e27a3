package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commit of a run: checks what is staged against what was accepted, and publishes it in one transaction. */
final class Publisher {
    /** The handle's property that names the publication for which the staging table was made. */
    static final String PLANNED = "publication";

    private final Dialect dialect;
    private final Connection connection;
    private final WriteRequest request;
    private final WriteHandle handle;
    private final Commit commit;
    private final Staging staging;
    private final Ledger ledger;
    private final StateTable states;
    private final Leftovers leftovers;

    Publisher(Dialect dialect, Connection connection, WriteRequest request, WriteHandle handle, Commit commit) {
        this.dialect = dialect;
        this.connection = connection;
        this.request = request;
        this.handle = handle;
        this.commit = commit;
        this.staging = Staging.of(request);
        this.ledger = new Ledger(dialect, staging.ledger());
        this.states = new StateTable(dialect, request);
        this.leftovers = new Leftovers(dialect, request);
    }

    CommitResult publish() {
        try {
            connection.setAutoCommit(false);
            CommitResult result;
            try {
                if (dialect.table(connection, staging.ledger()).isEmpty()) {
                    result = publishedEarlier();
                    connection.rollback();
                    return result;
                }
                result = dialect.ddlIsTransactional() ? publishNow() : publishInSteps();
            } catch (SQLException | RuntimeException e) {
                JdbcDestination.rollback(connection, e);
                throw e;
            }
            commitOrUnknown();
            return result;
        } catch (SQLException e) {
            if (!dialect.ddlIsTransactional() && dialect.errorCode(e) == ErrorCode.CONNECTION_LOST) {
                throw unknown(e);
            }
            throw dialect.failure(doing(), e);
        }
    }

    private void commitOrUnknown() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (dialect.errorCode(e) != ErrorCode.CONNECTION_LOST) {
                JdbcDestination.rollback(connection, e);
                throw e;
            }
            throw unknown(e);
        }
    }

    private ConnectorException unknown(SQLException e) {
        return new ConnectorException(
                ErrorCode.COMMIT_UNKNOWN,
                dialect.failure(doing(), e).getMessage()
                        + "; the connection broke during the commit: either all rows are there or none."
                        + " The staging table, if it is left, is dropped by the next run",
                e);
    }

    private String doing() {
        return "publishing table '" + request.target() + "'";
    }

    /** Everything in one transaction. */
    private CommitResult publishNow() throws SQLException {
        TablePlan plan = checkedPlan();
        moveRows(plan);
        Statements.run(connection, dialect.dropTable(staging.ledger()));
        keepState();
        return result(plan);
    }

    /**
     * Where DDL commits by itself: the rename is one atomic statement, between a note in the ledger that it is to come and
     * the new state; or the rows move in one transaction with the new state and a note in the ledger. What is left of the
     * staging tables goes last.
     */
    private CommitResult publishInSteps() throws SQLException {
        Optional<CommitMarker> earlier = ledger.marker(connection);
        if (earlier.isPresent()
                && earlier.get()
                        .isPublished(dialect.table(connection, staging.table()).isPresent())) {
            complete(earlier.get());
            return new CommitResult(earlier.get().entry().rows(), List.of());
        }
        TablePlan plan = checkedPlan();
        if (keepsState()) {
            states.create(connection);
        }
        StateTable.Entry entry = new StateTable.Entry(request.runId(), commit.state(), commit.rows());
        if (plan.publication().stagingBecomesTarget()) {
            if (earlier.isEmpty()) {
                ledger.mark(connection, new CommitMarker(CommitMarker.Stage.RENAMING, entry));
            }
            connection.commit();
            moveRows(plan);
            keepState();
        } else {
            moveRows(plan);
            keepState();
            ledger.mark(connection, new CommitMarker(CommitMarker.Stage.MOVED, entry));
        }
        commitOrUnknown();
        leftovers.drop(connection, staging);
        return result(plan);
    }

    /** Does what is left to do after the rows are in the target. */
    private void complete(CommitMarker marker) throws SQLException {
        if (keepsState()) {
            states.create(connection);
            states.put(connection, marker.entry());
            connection.commit();
        }
        leftovers.drop(connection, staging);
    }

    private TablePlan checkedPlan() throws SQLException {
        TablePlan plan = new TablePlanner(dialect).plan(connection, request);
        requireUnchanged(plan);
        requireAllStaged();
        requireNotEmptied(plan);
        return plan;
    }

    private void moveRows(TablePlan plan) throws SQLException {
        // A staging table holds what the ledger says: each split's rows were counted by the server and entered in the
        // ledger in the transaction that loaded them.
        long rows = commit.rows();
        for (String statement : dialect.publish(staging.table(), plan)) {
            long changed = Statements.run(connection, statement);
            rows = statement.startsWith("INSERT") ? changed : rows;
        }
        if (rows != commit.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    dialect.product() + " counts " + rows + " rows for table '" + request.target() + "', but "
                            + commit.rows() + " were staged; nothing was published");
        }
    }

    private CommitResult result(TablePlan plan) {
        List<String> notes = new ArrayList<>(plan.notes());
        notes.add("published by: " + dialect.describe(plan.publication()));
        return new CommitResult(commit.rows(), notes);
    }

    /** The commit was called before and went through, or another run took the staging table away. */
    private CommitResult publishedEarlier() throws SQLException {
        Optional<StateTable.Entry> entry =
                states.find(connection).filter(last -> last.runId().equals(request.runId()));
        if (entry.isPresent()) {
            return new CommitResult(entry.get().rows(), List.of());
        }
        Optional<Table> target = dialect.table(connection, request.target());
        if (!keepsState() && target.isPresent()) {
            String name = dialect.quote(target.get().name());
            long rows = Statements.queryLong(connection, "SELECT count(*) FROM " + name);
            if (rows == commit.rows()) {
                return new CommitResult(rows, List.of());
            }
        }
        throw new ConnectorException(
                ErrorCode.EXTERNAL_FAILURE,
                "the staging table of '" + request.target() + "' is gone and its rows are not in the target:"
                        + " was another run of pipeline '" + request.pipeline() + "' started meanwhile? Run it again");
    }

    private void requireUnchanged(TablePlan plan) {
        boolean madeToBecomeTarget =
                Publication.valueOf(handle.property(PLANNED)).stagingBecomesTarget();
        if (plan.publication().stagingBecomesTarget() && !madeToBecomeTarget) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "table '" + request.target() + "' was dropped or changed by someone else during the run;"
                            + " nothing was published. Run it again");
        }
    }

    private void requireAllStaged() throws SQLException {
        List<CommitToken> staged = ledger.tokens(connection);
        boolean same = staged.size() == commit.accepted().size();
        for (int i = 0; same && i < staged.size(); i++) {
            CommitToken accepted = commit.accepted().get(i);
            same = staged.get(i).split() == accepted.split() && staged.get(i).rows() == accepted.rows();
        }
        if (!same) {
            long rows = staged.stream().mapToLong(CommitToken::rows).sum();
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "table '" + request.target() + "': the ledger has " + staged.size() + " splits with " + rows
                            + " rows, but " + commit.accepted().size() + " with " + commit.rows()
                            + " were accepted; nothing was published");
        }
    }

    private void requireNotEmptied(TablePlan plan) throws SQLException {
        boolean empties = request.mode() == WriteMode.OVERWRITE
                && commit.rows() == 0
                && !request.rules().allowEmpty()
                && plan.existing().isPresent();
        if (!empties) {
            return;
        }
        String target = dialect.quote(plan.existing().orElseThrow().name());
        long rows = Statements.queryLong(connection, "SELECT count(*) FROM " + target);
        if (rows > 0) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "'" + request.stream() + "' has no rows, and table '" + request.target() + "' has " + rows
                            + ": it was left as it is. Set allow_empty: true to replace them by none");
        }
    }

    /** A plain overwrite leaves nothing of ours behind. */
    private boolean keepsState() {
        return request.mode() != WriteMode.OVERWRITE || !commit.state().isEmpty();
    }

    private void keepState() throws SQLException {
        if (keepsState()) {
            states.create(connection);
            states.put(connection, new StateTable.Entry(request.runId(), commit.state(), commit.rows()));
        } else if (states.find(connection).isPresent()) {
            states.remove(connection);
        }
    }
}
