package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.increment.CursorCheck;
import dev.sluice.connectors.jdbc.increment.IncrementPlan;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.jdbc.increment.UpperBound;
import dev.sluice.connectors.jdbc.split.KeyRanges;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plans an incremental run; where several connections read it, its bounds are as of the same SCN. */
final class IncrementSplits {
    private static final OracleDialect DIALECT = OracleDialect.OLDEST;

    private final Session session;
    private final ReadRequest request;
    private final long minimumRows;
    private final WholeStream wholeStream;

    IncrementSplits(Session session, ReadRequest request, long minimumRows, WholeStream wholeStream) {
        this.session = session;
        this.request = request.with(CursorCheck.require(DIALECT, request.stream(), request.increment()));
        this.minimumRows = minimumRows;
        this.wholeStream = wholeStream;
    }

    /** Cuts the whole stream into splits. */
    @FunctionalInterface
    interface WholeStream {
        SplitPlan plan(Connection connection, CatalogStream stream) throws SQLException;
    }

    SplitPlan plan() {
        try (Connection connection = session.openToRead(request.options())) {
            Split whole = SplitPlan.single().splits().getFirst();
            IncrementRange range = find(connection, whole);
            if (!KeyRanges.areWorthIt(DIALECT, request, range, connection, minimumRows)) {
                return plan(range, List.of(whole), whole, List.of());
            }
            SplitPlan all = wholeStream.plan(connection, request.stream());
            String scn = all.splits().getFirst().properties().get(TableSplits.SCN);
            if (scn == null) {
                return plan(range, all.splits(), whole, all.notes());
            }
            Split asOf = new Split(0, "all", Map.of(TableSplits.SCN, scn));
            return plan(find(connection, asOf), all.splits(), asOf, all.notes());
        } catch (SQLException e) {
            throw SplitReader.failure(request, e);
        }
    }

    private SplitPlan plan(IncrementRange range, List<Split> splits, Split whole, List<String> notes) {
        return IncrementPlan.of(
                request.increment(),
                range,
                splits,
                whole,
                Map.of(),
                Stream.concat(
                                Stream.of("rows that are committed late are found within the lookback only"),
                                notes.stream())
                        .toList(),
                () -> {});
    }

    private IncrementRange find(Connection connection, Split asOf) throws SQLException {
        return new UpperBound(DIALECT, request)
                .find(
                        "",
                        (columns, condition, tail, out) ->
                                new SplitReader(session, columns, asOf, out).select(connection, condition, tail));
    }
}
