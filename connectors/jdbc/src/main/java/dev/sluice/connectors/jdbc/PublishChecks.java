package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What has to hold before anything is published. */
record PublishChecks(Dialect dialect, Connection connection, WriteRequest request, Commit commit, Ledger ledger) {
    /** No other run has taken over what is staged, nor does before the transaction ends. */
    void requireOwned() throws SQLException {
        boolean mayChange = ledger.owner(connection).isPresent();
        if (mayChange && !ledger.changeOwner(connection, request.runId(), request.runId())) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "another run of pipeline '" + request.pipeline() + "' has taken over what this one staged for '"
                            + request.target() + "', and goes on from there; this one published nothing");
        }
    }

    /** What was accepted is what is staged. */
    void requireAllStaged() throws SQLException {
        requireSame(commit.accepted(), ledger.tokens(connection, false));
        requireSame(commit.keys(), ledger.tokens(connection, true));
    }

    private void requireSame(List<CommitToken> accepted, List<CommitToken> staged) {
        boolean same = staged.size() == accepted.size();
        for (int i = 0; same && i < staged.size(); i++) {
            same = staged.get(i).split() == accepted.get(i).split()
                    && staged.get(i).rows() == accepted.get(i).rows();
        }
        if (!same) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "table '" + request.target() + "': the ledger has " + staged.size() + " splits with "
                            + rows(staged) + " rows, but " + accepted.size() + " with " + rows(accepted)
                            + " were accepted; nothing was published");
        }
    }

    private static long rows(List<CommitToken> tokens) {
        return tokens.stream().mapToLong(CommitToken::rows).sum();
    }

    /** A target with rows isn't replaced by none unless that is allowed. */
    void requireNotEmptied(TablePlan plan) throws SQLException {
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

    /** A target isn't emptied because it takes none of the rows. */
    void requireSomeTaken(long rows, long refused) {
        if (refused > 0
                && refused == rows
                && request.mode() == WriteMode.OVERWRITE
                && !request.rules().allowEmpty()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "table '" + request.target() + "' takes none of the " + rows + " rows: it was left as it is");
        }
    }

    /** What the server counts is what was to be published. */
    void requireCounted(long counted, long expected) {
        if (counted != expected) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    dialect.product() + " counts " + counted + " rows for table '" + request.target() + "', but "
                            + expected + " were staged; nothing was published");
        }
    }
}
