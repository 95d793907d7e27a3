package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.split.KeyRange;
import dev.sluice.connectors.jdbc.split.KeyRanges;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Cuts a table into ranges of its ROWIDs, or of its key where rows have no lasting address, that several connections read
 * as of one SCN; says why where it can't.
 */
final class TableSplits {
    /** As a split's property: the SCN it is read as of. */
    static final String SCN = "scn";

    /** Below that, one more connection costs more than it brings. */
    static final long MINIMUM_ROWS = 20_000;

    private static final int SPLITS_PER_WORKER = 4;

    private final Session session;
    private final ReadRequest request;
    private final long minimumRows;

    TableSplits(Session session, ReadRequest request, long minimumRows) {
        this.session = session;
        this.request = request;
        this.minimumRows = minimumRows;
    }

    /**
     * What decides on how a table is cut.
     *
     * @param rows as of the last statistics; -1 where there are none
     * @param isHeap whether its rows stay at their ROWIDs
     */
    private record Facts(long rows, boolean isHeap) {}

    SplitPlan plan() {
        CatalogStream stream = request.stream();
        if (request.increment() != null) {
            return new IncrementSplits(session, request, minimumRows, this::plan).plan();
        }
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return plan(SplitPlan.single().splits(), "one split: the result of a query can't be cut up");
        }
        if (stream.kind() != CatalogStream.Kind.TABLE || request.parallelism() <= 1) {
            return SplitPlan.single();
        }
        try (Connection connection = session.openToRead(request.options())) {
            return plan(connection, stream);
        } catch (SQLException e) {
            throw SplitReader.failure(request, e);
        }
    }

    private SplitPlan plan(Connection connection, CatalogStream stream) throws SQLException {
        Optional<Facts> facts = facts(connection, stream.name());
        if (facts.isEmpty()) {
            return SplitPlan.single();
        }
        long rows = facts.get().rows() >= minimumRows ? facts.get().rows() : counted(connection, stream.name());
        int count = (int) Math.min((long) request.parallelism() * SPLITS_PER_WORKER, rows / minimumRows);
        if (count <= 1) {
            return SplitPlan.single();
        }
        Map<String, String> properties = Map.of();
        String note = "each split sees its own point in time, since consistent_read is false";
        if (request.options().get(OracleOptions.CONSISTENT_READ)) {
            Optional<PointInTime> now = PointInTime.now(connection, stream.name());
            if (now.isEmpty()) {
                return plan(
                        SplitPlan.single().splits(),
                        "one split: the table can't be read as of one SCN, since the user may not (GRANT FLASHBACK ON "
                                + OracleDialect.OLDEST.quote(stream.name())
                                + ") or its columns have just changed; or set consistent_read: false");
            }
            properties = Map.of(SCN, String.valueOf(now.get().scn()));
            note = "all splits read as of SCN " + now.get().scn() + now.get().note();
        }
        return facts.get().isHeap()
                ? byRowid(connection, count, rows, properties, note)
                : byKey(connection, count, rows, properties, note);
    }

    private SplitPlan byRowid(Connection connection, int count, long rows, Map<String, String> properties, String note)
            throws SQLException {
        List<RowidRange> ranges =
                RowidRange.between(RowidCuts.of(connection, request.stream().name(), count, rows));
        if (ranges.size() == 1) {
            return SplitPlan.single();
        }
        return plan(
                IntStream.range(0, ranges.size())
                        .mapToObj(i -> ranges.get(i).toSplit(i, properties))
                        .toList(),
                note);
    }

    private SplitPlan byKey(Connection connection, int count, long rows, Map<String, String> properties, String note)
            throws SQLException {
        KeyRanges ranges = new KeyRanges(OracleDialect.of(connection), request.stream());
        if (!ranges.canCut()) {
            return plan(
                    SplitPlan.single().splits(),
                    "one split: '" + request.stream().name()
                            + "' has neither lasting ROWIDs nor a primary key that can be cut into ranges");
        }
        List<KeyRange> cut = ranges.cut(connection, count, rows);
        if (cut.size() <= 1) {
            return SplitPlan.single();
        }
        return plan(
                IntStream.range(0, cut.size())
                        .mapToObj(i -> cut.get(i).toSplit(i, properties))
                        .toList(),
                note);
    }

    private static Optional<Facts> facts(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT NVL(num_rows, -1), iot_type, temporary, cluster_name FROM sys.all_tables"
                                + " WHERE owner = ? AND table_name = ?",
                        row -> new Facts(
                                row.getLong(1),
                                row.getString(2) == null && !"Y".equals(row.getString(3)) && row.getString(4) == null),
                        name.namespace(),
                        name.name())
                .stream()
                .findFirst();
    }

    /** Statistics may be old, or of a time when the table was empty: counts, but no further than it matters. */
    private long counted(Connection connection, StreamName name) throws SQLException {
        long enough = minimumRows * request.parallelism() * SPLITS_PER_WORKER;
        return Statements.queryLong(
                connection,
                "SELECT COUNT(*) FROM (SELECT 1 FROM " + OracleDialect.OLDEST.quote(name) + " WHERE ROWNUM <= " + enough
                        + ")");
    }

    private static SplitPlan plan(List<Split> splits, String note) {
        return new SplitPlan() {
            @Override
            public List<Split> splits() {
                return splits;
            }

            @Override
            public List<String> notes() {
                return List.of(note);
            }
        };
    }
}
