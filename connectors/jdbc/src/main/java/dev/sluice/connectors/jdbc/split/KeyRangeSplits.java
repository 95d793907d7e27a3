package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
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

/**
 * Cuts a table into ranges of its primary key that several connections read; says why where it can't. What is left for a
 * database: how many rows there are, and how its connections get to see one point in time.
 */
public abstract class KeyRangeSplits {
    /** As a split's property: the name of the snapshot it belongs to. */
    public static final String SNAPSHOT = "snapshot";

    /** Below that, one more connection costs more than it brings. */
    public static final long MINIMUM_ROWS = 20_000;

    private static final int SPLITS_PER_WORKER = 4;
    /** A connection is lost where a read is cut off; whoever tries again needs another. */
    private static final int SPARE_CONNECTIONS = 1;

    private final ReadRequest request;
    private final long minimumRows;

    protected KeyRangeSplits(ReadRequest request, long minimumRows) {
        this.request = request;
        this.minimumRows = minimumRows;
    }

    protected abstract Dialect dialect();

    /** Opens a connection to look at the table with. */
    protected abstract Connection connect();

    /** As it is now: the catalog was read a while ago, and a table that was just filled may not have been counted yet. */
    protected abstract long estimatedRows(Connection connection, CatalogStream stream) throws SQLException;

    /** How the ranges are read: together, each for itself, or not at all. */
    protected abstract SplitPlan plan(Connection connection, List<KeyRange> ranges) throws SQLException;

    /** One split. */
    protected SplitPlan single(List<String> notes) {
        return of(SplitPlan.single().splits(), notes, () -> {});
    }

    public final SplitPlan plan() {
        CatalogStream stream = request.stream();
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return single(List.of("one split: the result of a query can't be cut up"));
        }
        if (stream.kind() != CatalogStream.Kind.TABLE || request.parallelism() <= 1) {
            return single(List.of());
        }
        try (Connection connection = connect()) {
            long rows = estimatedRows(connection, stream);
            int count = (int) Math.min((long) request.parallelism() * SPLITS_PER_WORKER, rows / minimumRows);
            if (count <= 1) {
                return single(List.of());
            }
            KeyRanges ranges = new KeyRanges(dialect(), stream);
            if (!ranges.canCut()) {
                return single(
                        List.of("one split: '" + stream.name() + "' has no primary key that can be cut into ranges"));
            }
            List<KeyRange> cut = ranges.cut(connection, count, rows);
            return cut.size() <= 1 ? single(List.of()) : plan(connection, cut);
        } catch (SQLException e) {
            throw dialect().failure("cutting '" + stream.name() + "' into splits", e);
        }
    }

    /** How many connections a snapshot needs for that many ranges. */
    protected final int connections(List<KeyRange> ranges) {
        return Math.min(ranges.size(), request.parallelism()) + SPARE_CONNECTIONS;
    }

    /** All ranges at one point in time; the snapshot is closed with the plan. */
    protected final SplitPlan atOnePoint(List<KeyRange> ranges, SharedSnapshot snapshot) {
        String name = UUID.randomUUID().toString();
        SharedSnapshots.add(name, snapshot);
        return of(
                splits(ranges, Map.of(SNAPSHOT, name)),
                List.of(ranges.size() + " splits read one point in time"),
                () -> SharedSnapshots.remove(name));
    }

    /** Each range by a connection of its own. */
    protected final SplitPlan each(List<KeyRange> ranges, String note) {
        return of(splits(ranges, Map.of()), List.of(note), () -> {});
    }

    private static List<Split> splits(List<KeyRange> ranges, Map<String, String> properties) {
        return IntStream.range(0, ranges.size())
                .mapToObj(i -> ranges.get(i).toSplit(i, properties))
                .toList();
    }

    private static SplitPlan of(List<Split> splits, List<String> notes, Runnable close) {
        return new SplitPlan() {
            @Override
            public List<Split> splits() {
                return splits;
            }

            @Override
            public List<String> notes() {
                return notes;
            }

            @Override
            public void close() {
                close.run();
            }
        };
    }
}
