package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.RowErrors;
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
    /** The handle's property that is there where the run has a lease. */
    static final String LEASED = "leased";
    /** The handle's property that is there where a table for the source's keys was made. */
    static final String KEYS = "keys";

    private static final System.Logger LOG = System.getLogger(Publisher.class.getName());

    private final Dialect dialect;
    private final Connection connection;
    private final WriteRequest request;
    private final WriteHandle handle;
    private final Commit commit;
    private final Staging staging;
    private final Ledger ledger;
    private final StateTable states;
    private final Leftovers leftovers;
    private final RowErrors errors;
    /** Whether the target refused staged rows, which are now to be found. */
    private boolean narrows;

    private long refused;
    private List<String> changes = List.of();
    private Optional<Publication> publication = Optional.empty();

    Publisher(
            Dialect dialect,
            Connection connection,
            WriteRequest request,
            WriteHandle handle,
            Commit commit,
            RowErrors errors) {
        this.dialect = dialect;
        this.connection = connection;
        this.request = request;
        this.handle = handle;
        this.commit = commit;
        this.staging = Staging.of(request, handle);
        this.ledger = new Ledger(dialect, staging.ledger());
        this.states = new StateTable(dialect, request);
        this.leftovers = new Leftovers(dialect, request);
        this.errors = errors;
    }

    CommitResult publish() {
        try {
            connection.setAutoCommit(false);
            try {
                return publishWhole();
            } catch (SQLException e) {
                boolean moves = publication.isPresent() && !publication.get().stagingBecomesTarget();
                if (!moves || dialect.errorCode(e) != ErrorCode.VALUE_REFUSED) {
                    throw e;
                }
            }
            NarrowedPublication.prepare(dialect, connection, staging);
            narrows = true;
            return publishWhole();
        } catch (SQLException e) {
            if (!dialect.ddlIsTransactional() && dialect.errorCode(e) == ErrorCode.CONNECTION_LOST) {
                throw unknown(e);
            }
            throw dialect.failure(doing(), e);
        }
    }

    private CommitResult publishWhole() throws SQLException {
        CommitResult result;
        try {
            if (!dialect.hasTable(connection, staging.ledger())) {
                requireLease();
                result = publishedEarlier();
                connection.rollback();
                return result;
            }
            result = dialect.ddlIsTransactional() ? publishNow() : publishInSteps();
        } catch (SQLException | RuntimeException e) {
            Statements.rollback(connection, e);
            throw e;
        }
        commitOrUnknown();
        return result;
    }

    private void commitOrUnknown() throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (dialect.errorCode(e) != ErrorCode.CONNECTION_LOST) {
                Statements.rollback(connection, e);
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
                        + " The staging table, if it is left, is taken over or dropped by the next run",
                e);
    }

    private String doing() {
        return "publishing table '" + request.target() + "'";
    }

    /** Everything in one transaction. */
    private CommitResult publishNow() throws SQLException {
        requireLease();
        TablePlan plan = checkedPlan();
        requireUnchangedState();
        change(plan);
        long rows = oneRowPerKey(plan);
        long deleted = moveRows(plan, rows);
        rows -= refused;
        if (handle.properties().containsKey(KEYS)) {
            Statements.run(connection, dialect.dropTable(staging.keys()));
        }
        Statements.run(connection, dialect.dropTable(staging.ledger()));
        keepState(rows);
        return result(plan, rows, deleted);
    }

    /**
     * Where DDL commits by itself: the rename is one atomic statement, between a note in the ledger that it is to come and
     * the new state; or the rows move in one transaction with the new state and a note in the ledger. What is left of the
     * staging tables goes last.
     */
    private CommitResult publishInSteps() throws SQLException {
        Optional<CommitMarker> earlier = ledger.marker(connection);
        if (earlier.isPresent() && earlier.get().isPublished(dialect.hasTable(connection, staging.table()))) {
            complete(earlier.get());
            return earlier(earlier.get().entry());
        }
        requireLease();
        TablePlan plan = checkedPlan();
        requireUnchangedState();
        if (keepsState()) {
            states.create(connection);
        }
        change(plan);
        long rows;
        long deleted = 0;
        if (plan.publication().stagingBecomesTarget()) {
            rows = oneRowPerKey(plan);
            if (earlier.isEmpty()) {
                ledger.mark(connection, new CommitMarker(CommitMarker.Stage.RENAMING, entry(rows)));
            }
            requireLease();
            connection.commit();
            moveRows(plan, rows);
            keepState(rows);
        } else {
            requireLease();
            requireUnchangedState();
            rows = oneRowPerKey(plan);
            deleted = moveRows(plan, rows);
            rows -= refused;
            keepState(rows);
            ledger.mark(connection, new CommitMarker(CommitMarker.Stage.MOVED, entry(rows)));
        }
        commitOrUnknown();
        dropStaged();
        return result(plan, rows, deleted);
    }

    /** Fences off a run that is late: whoever would take its lease over waits for the end of the transaction. */
    private void requireLease() throws SQLException {
        if (handle.properties().containsKey(LEASED)) {
            new LeaseTable(dialect, request).requireHeld(connection);
        }
    }

    /** Rows that are added without a state of their own don't change how far incremental runs are. */
    private StateTable.Entry entry(long rows) throws SQLException {
        boolean keepsEarlier = commit.state().isEmpty() && request.mode() != WriteMode.OVERWRITE;
        String state = keepsEarlier
                ? states.find(connection).map(StateTable.Entry::state).orElse("")
                : commit.state();
        return new StateTable.Entry(request.runId(), state, rows);
    }

    /** Where no state is kept, runs don't go on from one another. */
    private void requireUnchangedState() throws SQLException {
        if (!commit.state().isEmpty() || !commit.previousState().isEmpty()) {
            states.requireUnchanged(connection, commit.previousState());
        }
    }

    /** Fits the target's columns to the stream's. */
    private void change(TablePlan plan) throws SQLException {
        changes = plan.changes().isEmpty() ? changes : plan.changes();
        for (String statement : plan.changes()) {
            Statements.run(connection, statement);
        }
        if (plan.publication() == Publication.MERGE) {
            for (String statement : merging(plan).lookup()) {
                Statements.run(connection, statement);
            }
        }
    }

    /** @return how many staged rows there are to publish */
    private long oneRowPerKey(TablePlan plan) throws SQLException {
        return plan.merge().isPresent() ? merging(plan).dropDuplicates() : commit.rows();
    }

    private Merging merging(TablePlan plan) {
        return new Merging(dialect, connection, request, commit, staging, plan);
    }

    /** Does what is left to do after the rows are in the target. */
    private void complete(CommitMarker marker) throws SQLException {
        if (keepsState()) {
            states.create(connection);
            states.put(connection, marker.entry());
            connection.commit();
        }
        dropStaged();
    }

    /** The rows are where they belong by now: that what held them can't be dropped is no failure of the run. */
    private void dropStaged() {
        try {
            leftovers.drop(connection, staging);
        } catch (SQLException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the staging tables of '" + request.target() + "' could not be dropped; the next run drops them: "
                            + e.getMessage());
        }
    }

    private TablePlan checkedPlan() throws SQLException {
        TablePlan plan = SafePlan.of(dialect, connection, request);
        requireUnchanged(plan);
        checks().requireOwned();
        publication = Optional.of(plan.publication());
        checks().requireAllStaged();
        checks().requireNotEmptied(plan);
        return plan;
    }

    private PublishChecks checks() {
        return new PublishChecks(dialect, connection, request, commit, ledger);
    }

    /**
     * Publishes the staged rows.
     *
     * @return how many of the target's rows were deleted or marked
     */
    private long moveRows(TablePlan plan, long rows) throws SQLException {
        boolean merges = plan.publication() == Publication.MERGE;
        long deleted = merges ? merging(plan).settleDeletes() : 0;
        // A staging table holds what the ledger says: each split's rows were counted by the server and entered in the
        // ledger in the transaction that loaded them.
        long counted = rows;
        boolean countsItself = !merges
                || dialect.countsMergedRows()
                        && !new MergeStatements(dialect, plan).others().isEmpty();
        if (!countsItself) {
            counted = Statements.queryLong(connection, "SELECT count(*) FROM " + dialect.quote(staging.table()));
        }
        if (plan.merge().isPresent() && !merges) {
            finishStaging(plan);
        }
        // rows that are refused are looked for in the statement that goes in pieces, in any order
        boolean ascends = merges && !narrows && merging(plan).ascends();
        for (String statement :
                ascends ? dialect.publishAscending(staging.table(), plan) : dialect.publish(staging.table(), plan)) {
            boolean moves = statement.startsWith("INSERT") || statement.startsWith("MERGE");
            long changed = moves && narrows ? narrow(plan, statement) : Statements.run(connection, statement);
            counted = moves && countsItself ? changed : counted;
        }
        if (plan.publication().stagingBecomesTarget()) {
            dialect.renameConstraints(connection, plan.target());
        }
        checks().requireCounted(counted, countsItself ? rows - refused : rows);
        checks().requireSomeTaken(rows, refused);
        return deleted;
    }

    private long narrow(TablePlan plan, String statement) throws SQLException {
        NarrowedPublication rows =
                new NarrowedPublication(dialect, connection, request, staging, plan, errors, statement);
        long counted = rows.run();
        refused = rows.refused();
        return counted;
    }

    private void finishStaging(TablePlan plan) throws SQLException {
        Optional<Table> staged = dialect.table(connection, staging.table());
        if (staged.isPresent()) {
            List<String> statements = dialect.finish(staged.get(), plan);
            for (String statement : dialect.replacingGeneratedKey(connection, staging.table(), statements)) {
                Statements.run(connection, statement);
            }
        }
    }

    private CommitResult result(TablePlan plan, long rows, long deleted) {
        List<String> notes = new ArrayList<>(plan.notes());
        changes.forEach(change -> notes.add("changed the target: " + change));
        notes.add("published by: " + dialect.describe(plan.publication()));
        return new CommitResult(rows, commit.rows() - rows - refused, deleted, notes);
    }

    private CommitResult earlier(StateTable.Entry entry) {
        return new CommitResult(entry.rows(), commit.rows() - entry.rows(), 0, List.of());
    }

    /** The commit was called before and went through, or another run took the staging table away. */
    private CommitResult publishedEarlier() throws SQLException {
        Optional<StateTable.Entry> entry =
                states.find(connection).filter(last -> last.runId().equals(request.runId()));
        if (entry.isPresent()) {
            return earlier(entry.get());
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

    /** A plain overwrite leaves nothing of ours behind. */
    private boolean keepsState() {
        return request.mode() != WriteMode.OVERWRITE || !commit.state().isEmpty();
    }

    private void keepState(long rows) throws SQLException {
        if (keepsState()) {
            states.create(connection);
            states.put(connection, entry(rows));
        } else if (states.find(connection).isPresent()) {
            states.remove(connection);
        }
    }
}
