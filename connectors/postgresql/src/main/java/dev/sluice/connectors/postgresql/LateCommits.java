package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the rows that the last run couldn't see, since their transactions weren't finished: by the ids of transactions that
 * rows carry, and not by clocks. What is read is more than was missed, never less: every row of a transaction that isn't
 * older than all that were in progress then, so that ids taken later and those of subtransactions are among them.
 *
 * @param late SQL that tells such rows below the lower bound; empty where there can be none
 * @param recent SQL that tells rows of this run that the next one will take for late; empty where there can be none
 * @param isExact whether every row that {@code late} doesn't tell was there for the last run to see, and all splits see what
 *     this transaction does
 * @param isIdle whether nothing was written to the server's tables since the last run
 * @param details what the next run has to know
 * @param note for the user
 */
record LateCommits(
        String late, String recent, boolean isExact, boolean isIdle, Map<String, String> details, String note) {
    private static final String SNAPSHOT = "snapshot";
    private static final String DATABASE = "database";
    /** Ids of rows that are further apart can't be told from new ones. */
    private static final long MOST_TRANSACTIONS = (1L << 31) - (1L << 20);

    /** Rows of these carry their transactions' ids; the parameters are a table's schema and name. */
    private static final String CARRIERS = """
        WITH RECURSIVE tree AS (
          SELECT c.oid, true AS root FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
          UNION SELECT i.inhrelid, false FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
        SELECT coalesce(bool_and((c.relkind IN ('r', 'm') AND m.amname = 'heap' OR c.relkind = 'p')
            AND (NOT tree.root OR has_table_privilege(c.oid, 'SELECT'))), false),
          coalesce(bool_or(c.relkind = 'm'), false)
        FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
        """;

    /** What a stream's rows are stored in. */
    private record Storage(boolean carriesIds, boolean isRewritten) {}

    /**
     * @param isShared whether this transaction's snapshot is the one that rows are read in
     */
    static LateCommits of(Connection connection, CatalogStream stream, Increment increment, boolean isShared)
            throws SQLException {
        if (increment.lookback().isAlone()) {
            return withinLookback("as late_commits says");
        }
        Storage storage = stream.kind() == CatalogStream.Kind.QUERY
                ? new Storage(false, false)
                : Statements.query(
                                connection,
                                CARRIERS,
                                row -> new Storage(row.getBoolean(1), row.getBoolean(2)),
                                stream.name().namespace(),
                                stream.name().name())
                        .getFirst();
        // a refresh writes all rows anew: who adds them to others would add them all again
        if (!storage.carriesIds() || storage.isRewritten() && increment.separatesRepeats()) {
            return withinLookback(
                    "since '" + stream.name() + "' is not (only) made of tables whose rows tell their transactions");
        }
        TransactionSnapshot now = TransactionSnapshot.of(connection);
        String database = Statements.query(
                        connection,
                        "SELECT oid::text FROM pg_catalog.pg_database WHERE datname = current_database()",
                        row -> row.getString(1))
                .getFirst();
        String recent = now.hasTransactionsInProgress() || !isShared ? now.unseen() : "";
        Map<String, String> details = Map.of(SNAPSHOT, now.text(), DATABASE, database);
        Position last = increment.last();
        if (last == null || last.cursor().isEmpty()) {
            return fromNowOn(recent, details, "the next run will find rows that are committed late");
        }
        Optional<TransactionSnapshot> then =
                TransactionSnapshot.parse(last.details().getOrDefault(SNAPSHOT, ""));
        if (then.isEmpty()) {
            return fromNowOn(
                    recent,
                    details,
                    "the state doesn't tell what the last run saw: rows that were committed late are found from the"
                            + " next run on");
        }
        boolean sameHistory = last.details().getOrDefault(DATABASE, database).equals(database)
                && now.next() >= then.get().next();
        if (!sameHistory || now.next() - then.get().first() > MOST_TRANSACTIONS) {
            String why = sameHistory
                    ? "more than two billion transactions lie between the last run and this one"
                    : "the database isn't the one that the last run read, or was restored to an earlier state";
            return untold(stream, increment, recent, details, why);
        }
        boolean isIdle =
                then.get().text().equals(now.text()) || StateCommits.areAllBetween(connection, then.get(), now);
        if (isIdle) {
            // with transactions still in progress the next run looks as far back: what this one doesn't read it can't
            // remember. It needs to know no more than this one did, so that the state may stay
            return new LateCommits(
                    increment.separatesRepeats() ? recent : "",
                    recent,
                    isShared,
                    true,
                    last.details(),
                    "no row was committed late: nothing was written since the last run");
        }
        return new LateCommits(
                isShared ? then.get().unseenUntil(now) : then.get().unseen(),
                recent,
                isShared,
                false,
                details,
                "and rows below that the last run couldn't see, of transactions from "
                        + then.get().first() + " on");
    }

    private static LateCommits fromNowOn(String recent, Map<String, String> details, String note) {
        return new LateCommits("", recent, false, false, details, note);
    }

    /** Without a snapshot in the state: what was passed by isn't taken for seen by a later run that does look for it. */
    private static LateCommits withinLookback(String why) {
        return new LateCommits(
                "",
                "",
                false,
                false,
                Map.of(),
                "rows that are committed late are found within the lookback only, " + why);
    }

    private static LateCommits untold(
            CatalogStream stream, Increment increment, String recent, Map<String, String> details, String why) {
        if (increment.separatesRepeats()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "PostgreSQL: '" + stream.name() + "': " + why + ", so that rows committed late can't be told from"
                            + " those that were appended; nothing was read. Set the stream's state to '"
                            + increment.last().cursor() + "' to go on from there without them (sluice state set), or"
                            + " reset it and load the stream anew (sluice state reset)");
        }
        return new LateCommits("TRUE", recent, false, false, details, why + ": all rows below are read again");
    }

    /** Where rows needn't be told from those of the last run, those at its bound that it has read aren't read again. */
    IncrementRange applyTo(IncrementRange range, Increment increment) {
        if (range.lower().isEmpty()) {
            return range.withLate("", recent);
        }
        boolean leavesBoundOut = isExact
                && !increment.separatesRepeats()
                && range.lower().equals(increment.last().cursor());
        IncrementRange all = range.withLate(late, recent);
        return leavesBoundOut ? all.aboveLower() : all;
    }
}
