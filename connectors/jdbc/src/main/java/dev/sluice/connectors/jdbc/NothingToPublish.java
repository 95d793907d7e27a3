package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The commit of a run that found no row: one transaction that keeps its state, without any table of the run's own, or none
 * where the state is the one that is there. Where there is more to do, it is left to a commit like others.
 */
record NothingToPublish(Dialect dialect, Connection connection, WriteRequest request, Commit commit) {
    Optional<CommitResult> publish() throws SQLException {
        connection.setAutoCommit(false);
        Optional<CommitResult> result;
        try {
            result = keepState();
        } catch (SQLException | RuntimeException e) {
            Statements.rollback(connection, e);
            throw e;
        }
        if (result.isEmpty()) {
            connection.rollback();
            return result;
        }
        try {
            connection.commit();
        } catch (SQLException e) {
            if (dialect.errorCode(e) != ErrorCode.CONNECTION_LOST) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.COMMIT_UNKNOWN,
                    dialect.failure("keeping the state of table '" + request.target() + "'", e)
                                    .getMessage()
                            + "; the connection broke during the commit: the state may be there or not. There was no"
                            + " row to publish, so the next run is right either way",
                    e);
        }
        return result;
    }

    private Optional<CommitResult> keepState() throws SQLException {
        if (commit.state().isEmpty() || new Leftovers(dialect, request).areThere(connection)) {
            return Optional.empty();
        }
        TablePlan plan = new TablePlanner(dialect).plan(connection, request);
        boolean staysAsItIs = plan.publication() == Publication.INSERT || plan.publication() == Publication.MERGE;
        if (!staysAsItIs || !plan.changes().isEmpty()) {
            return Optional.empty();
        }
        StateTable states = new StateTable(dialect, request);
        StateTable.Entry entry = new StateTable.Entry(request.runId(), commit.state(), 0);
        CommitResult result = new CommitResult(0, plan.notes());
        Optional<StateTable.Entry> kept = states.find(connection);
        boolean isAsItWas = commit.state().equals(commit.previousState())
                && kept.map(StateTable.Entry::state).equals(Optional.of(commit.state()));
        if (isAsItWas || kept.equals(Optional.of(entry))) {
            // nothing to keep, or an earlier call got through
            return Optional.of(result);
        }
        LeaseTable lease = new LeaseTable(dialect, request);
        if (dialect.clock().isPresent() && lease.hasTable(connection)) {
            lease.requireHeld(connection);
        }
        states.create(connection);
        states.requireUnchanged(connection, commit.previousState());
        states.putAlone(connection, entry);
        return Optional.of(result);
    }
}
