package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.CursorCheck;
import dev.sluice.connectors.jdbc.increment.IncrementPlan;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.jdbc.increment.UpperBound;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Increment;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Plans an incremental run: its bounds, what was committed late and its splits all belong to one snapshot. */
final class IncrementSplits {
    /** From so many rows on, several connections are faster than one that goes by an index. */
    private static final long MANY_ROWS = 100_000;

    private final Connection connection;
    private final ReadRequest request;
    private final long minimumPages;
    private final KeptConnections connections;

    private IncrementSplits(
            Connection connection, ReadRequest request, long minimumPages, KeptConnections connections) {
        this.connection = connection;
        this.request = request;
        this.minimumPages = minimumPages;
        this.connections = connections;
    }

    static SplitPlan plan(ReadRequest asked, long minimumPages, KeptConnections connections) {
        Increment increment = CursorCheck.require(PostgresDialect.INSTANCE, asked.stream(), asked.increment());
        ReadRequest request = asked.with(increment);
        Connection connection = connections.take(request.options(), () -> Session.open(request.options()));
        SplitPlan plan = null;
        try {
            connection.setAutoCommit(false);
            Statements.run(connection, CopyReader.ONE_SNAPSHOT);
            plan = new IncrementSplits(connection, request, minimumPages, connections).plan();
            return plan;
        } catch (SQLException e) {
            throw CopyReader.failure(request, e);
        } finally {
            if (plan == null) {
                KeptConnections.close(connection);
            }
        }
    }

    private SplitPlan plan() throws SQLException {
        String snapshot = TableSplits.export(connection).orElse("");
        // a server that exports none, a standby, reads later than this transaction, and so sees more
        LateCommits late = LateCommits.of(connection, request.stream(), request.increment(), !snapshot.isEmpty());
        IncrementRange found = new UpperBound(PostgresDialect.INSTANCE, request)
                .find(
                        "",
                        (columns, condition, tail, out) -> CopyReader.read(connection, columns, condition, tail, out));
        IncrementRange range = late.applyTo(found, request.increment());
        List<String> notes = Stream.concat(
                        Stream.of(late.note()), TableSplits.hidden(connection, request.stream()).stream())
                .toList();
        Runnable end = () -> SnapshotPlan.end(connection, request.options(), connections);
        if (hasNothing(range, late, snapshot)) {
            return IncrementPlan.ofNothing(request.increment(), range, late.details(), notes, end);
        }
        Split whole = Part.whole(snapshot);
        List<Split> splits = splits(range, snapshot, whole);
        return IncrementPlan.of(request.increment(), range, splits, whole, late.details(), notes, end);
    }

    /** Whether the last run has read all there is, as it is; also where rows at its end would be read again. */
    private boolean hasNothing(IncrementRange range, LateCommits late, String snapshot) throws SQLException {
        if (!range.endsWhereItBegan(request.increment().last())) {
            return false;
        }
        return late.isIdle()
                || request.increment().separatesRepeats()
                        && late.isExact()
                        && FewRows.find(connection, request, range.aboveLower(), snapshot)
                                .filter(List::isEmpty)
                                .isPresent();
    }

    /** Of the whole stream, or at least of what is read of it. */
    private List<Split> splits(IncrementRange range, String snapshot, Split whole) throws SQLException {
        boolean separates = request.increment().separatesRepeats();
        if (!separates && range.isEmpty(request.increment().cursor())) {
            return List.of();
        }
        // a query has no pages
        if (snapshot.isEmpty() || request.stream().kind() == CatalogStream.Kind.QUERY) {
            return List.of(whole);
        }
        if (!separates && !range.lower().isEmpty() && !range.late().isEmpty()) {
            Optional<List<Split>> few = FewRows.find(connection, request, range, snapshot);
            if (few.isPresent()) {
                return few.get();
            }
        }
        return isWorthSplitting(range) ? split(range, snapshot, whole) : List.of(whole);
    }

    /** Pages that are only looked through for a few rows take all the same time: a split for each connection. */
    private List<Split> split(IncrementRange range, String snapshot, Split whole) throws SQLException {
        int count = range.lower().isEmpty() ? TableSplits.wanted(request) : request.parallelism();
        List<Split> splits = TableSplits.ranges(connection, request, snapshot, count, minimumPages);
        return splits.size() <= 1 ? List.of(whole) : splits;
    }

    /** Where all pages are looked through anyway, or so many rows are read that an index doesn't help. */
    private boolean isWorthSplitting(IncrementRange range) throws SQLException {
        if (range.upper().isEmpty() || request.parallelism() <= 1) {
            return false;
        }
        if (range.lower().isEmpty() || !range.late().isEmpty()) {
            return true;
        }
        Condition rows =
                range.condition(PostgresDialect.INSTANCE, request.increment().cursor(), IncrementRange.Rows.ALL);
        return !Statements.query(
                        connection,
                        "SELECT 1 FROM "
                                + PostgresDialect.INSTANCE.quote(
                                        request.stream().name()) + rows.where() + " OFFSET " + MANY_ROWS + " LIMIT 1",
                        row -> 1)
                .isEmpty();
    }
}
