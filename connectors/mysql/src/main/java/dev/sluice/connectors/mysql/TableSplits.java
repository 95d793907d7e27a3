package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.split.KeyRange;
import dev.sluice.connectors.jdbc.split.KeyRanges;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Cuts a table into ranges of its primary key that several connections read at one point in time; says why where it can't. */
final class TableSplits {
    /** As a split's property: the name of the snapshot it belongs to. */
    static final String SNAPSHOT = "snapshot";

    /** Below that, one more connection costs more than it brings. */
    static final long MINIMUM_ROWS = 20_000;

    private static final int SPLITS_PER_WORKER = 4;
    /** A connection is lost where a read is cut off; whoever tries again needs another. */
    private static final int SPARE_CONNECTIONS = 1;

    private final ReadRequest request;
    private final long minimumRows;

    TableSplits(ReadRequest request, long minimumRows) {
        this.request = request;
        this.minimumRows = minimumRows;
    }

    SplitPlan plan() {
        CatalogStream stream = request.stream();
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return single("one split: the result of a query can't be cut up");
        }
        if (stream.kind() != CatalogStream.Kind.TABLE || request.parallelism() <= 1) {
            return SplitPlan.single();
        }
        try (Connection connection = Session.openToRead(request.options())) {
            long rows = estimatedRows(connection, stream);
            int count = (int) Math.min((long) request.parallelism() * SPLITS_PER_WORKER, rows / minimumRows);
            if (count <= 1) {
                return SplitPlan.single();
            }
            KeyRanges ranges = new KeyRanges(MysqlDialect.of(connection), stream);
            if (!ranges.canCut()) {
                return single("one split: '" + stream.name() + "' has no primary key that can be cut into ranges");
            }
            List<KeyRange> cut = ranges.cut(connection, count, rows);
            return cut.size() <= 1 ? SplitPlan.single() : atOnePoint(connection, cut);
        } catch (SQLException e) {
            throw MysqlDialect.MYSQL.failure("cutting '" + stream.name() + "' into splits", e);
        }
    }

    /** As it is now: the catalog was read a while ago, and a table that was just filled may not have been counted yet. */
    private static long estimatedRows(Connection connection, CatalogStream stream) throws SQLException {
        return Statements.query(
                        connection,
                        // MySQL 9 draws trees unless told otherwise
                        (MysqlDialect.of(connection).isMariaDb() ? "EXPLAIN" : "EXPLAIN FORMAT = TRADITIONAL")
                                + " SELECT * FROM " + MysqlDialect.MYSQL.quote(stream.name()),
                        row -> row.getLong("rows"))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private SplitPlan atOnePoint(Connection connection, List<KeyRange> ranges) throws SQLException {
        if (!request.options().get(MysqlOptions.CONSISTENT_READ)) {
            return plan(
                    ranges,
                    Map.of(),
                    "each split sees its own point in time, since consistent_read is false",
                    () -> {});
        }
        if (!isTransactional(connection)) {
            return single(
                    "one split, and rows written meanwhile may be seen in part: the table's engine has no snapshots");
        }
        String name = UUID.randomUUID().toString();
        try {
            int connections = Math.min(ranges.size(), request.parallelism()) + SPARE_CONNECTIONS;
            SharedSnapshots.add(
                    name,
                    SharedSnapshot.open(request.options(), request.stream().name(), connections));
        } catch (SQLException e) {
            return single("one split: the table can't be locked for the moment that several connections need to see one"
                    + " point in time (" + ServerText.of(e) + "); GRANT LOCK TABLES, or set consistent_read: false");
        }
        return plan(
                ranges,
                Map.of(SNAPSHOT, name),
                ranges.size() + " splits read one point in time",
                () -> SharedSnapshots.remove(name));
    }

    private boolean isTransactional(Connection connection) throws SQLException {
        return Statements.queryLong(
                        connection,
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
                                + " AND engine = 'InnoDB'",
                        request.stream().name().namespace(),
                        request.stream().name().name())
                > 0;
    }

    private static SplitPlan plan(List<KeyRange> ranges, Map<String, String> properties, String note, Runnable close) {
        return plan(
                IntStream.range(0, ranges.size())
                        .mapToObj(i -> ranges.get(i).toSplit(i, properties))
                        .toList(),
                note,
                close);
    }

    private static SplitPlan single(String note) {
        return plan(SplitPlan.single().splits(), note, () -> {});
    }

    private static SplitPlan plan(List<Split> splits, String note, Runnable close) {
        return new SplitPlan() {
            @Override
            public List<Split> splits() {
                return splits;
            }

            @Override
            public List<String> notes() {
                return List.of(note);
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
