package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.CursorCheck;
import dev.sluice.connectors.jdbc.increment.IncrementPlan;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.jdbc.increment.UpperBound;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
    /** The rows of an incremental run, once they are known. */
    private IncrementRange range;

    private String capped = "";
    private String lateNote = "";

    /**
     * @param dialect that judges whether the request's cursor can be one
     */
    protected KeyRangeSplits(Dialect dialect, ReadRequest request, long minimumRows) {
        this.request = request.increment() == null
                ? request
                : request.with(CursorCheck.require(dialect, request.stream(), request.increment()));
        this.minimumRows = minimumRows;
    }

    protected abstract Dialect dialect();

    /** Opens a connection to look at the table with. */
    protected abstract Connection connect();

    /** As it is now: the catalog was read a while ago, and a table that was just filled may not have been counted yet. */
    protected abstract long estimatedRows(Connection connection, CatalogStream stream) throws SQLException;

    /** How the ranges are read: together, each for itself, or not at all. */
    protected abstract SplitPlan plan(Connection connection, List<KeyRange> ranges) throws SQLException;

    /** Reads the largest value of the only column, with a connection of this planning's or of its snapshot's. */
    protected abstract void readLargest(
            Connection connection, ReadRequest column, Condition condition, String order, BatchOutput out)
            throws SQLException, InterruptedException;

    /** How far an incremental run may read, and what that means for rows that are committed late; asked before anything else. */
    protected Cap cap(Connection connection, Field cursor) throws SQLException {
        return Cap.NONE;
    }

    /**
     * @param value the largest that may be read now, as canonical text; empty where there is none
     * @param note on rows that are committed late
     */
    public record Cap(String value, String note) {
        public static final Cap NONE = new Cap("", "rows that are committed late are found within the lookback only");
    }

    /** One split. */
    protected SplitPlan single(List<String> notes) {
        return of(SplitPlan.single().splits(), Map.of(), notes, () -> {});
    }

    public final SplitPlan plan() {
        CatalogStream stream = request.stream();
        if (request.increment() != null) {
            return planIncrement(stream);
        }
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return single(List.of("one split: the result of a query can't be cut up"));
        }
        if (stream.kind() != CatalogStream.Kind.TABLE || request.parallelism() <= 1) {
            return single(List.of());
        }
        try (Connection connection = connect()) {
            return cut(connection, stream);
        } catch (SQLException e) {
            throw dialect().failure("cutting '" + stream.name() + "' into splits", e);
        }
    }

    private SplitPlan planIncrement(CatalogStream stream) {
        try (Connection connection = connect()) {
            Cap cap = cap(connection, request.increment().cursor());
            lateNote = cap.note();
            capped = cap.value();
            range = find(connection, capped);
            return KeyRanges.areWorthIt(dialect(), request, range, connection, minimumRows)
                    ? cut(connection, stream)
                    : single(List.of());
        } catch (SQLException e) {
            throw failure("looking how far '" + stream.name() + "' goes", e);
        }
    }

    /** A failure of a read of the stream. */
    protected ConnectorException failure(String doing, SQLException error) {
        return dialect().failure(doing, error);
    }

    private IncrementRange find(Connection connection, String cap) throws SQLException {
        return new UpperBound(dialect(), request)
                .find(cap, (column, condition, order, out) -> readLargest(connection, column, condition, order, out));
    }

    private SplitPlan cut(Connection connection, CatalogStream stream) throws SQLException {
        long rows = estimatedRows(connection, stream);
        int count = (int) Math.min((long) request.parallelism() * SPLITS_PER_WORKER, rows / minimumRows);
        if (count <= 1) {
            return single(List.of());
        }
        KeyRanges ranges = new KeyRanges(dialect(), stream);
        if (!ranges.canCut()) {
            return single(List.of("one split: '" + stream.name() + "' has no primary key that can be cut into ranges"));
        }
        List<KeyRange> cut = ranges.cut(connection, count, rows);
        return cut.size() <= 1 ? single(List.of()) : plan(connection, cut);
    }

    /** How many connections a snapshot needs for that many ranges. */
    protected final int connections(List<KeyRange> ranges) {
        return Math.min(ranges.size(), request.parallelism()) + SPARE_CONNECTIONS;
    }

    /** All ranges at one point in time; the snapshot is closed with the plan. */
    protected final SplitPlan atOnePoint(List<KeyRange> ranges, SharedSnapshot snapshot) {
        String name = UUID.randomUUID().toString();
        Map<String, String> properties = Map.of(SNAPSHOT, name);
        SharedSnapshots.add(name, snapshot);
        try {
            if (range != null) {
                // what was found before the snapshot began isn't what it sees
                SharedSnapshots.read(name, this::findAgain);
            }
            return new ProcessBoundPlan(of(
                    splits(ranges, properties),
                    properties,
                    List.of(ranges.size() + " splits read one point in time"),
                    () -> SharedSnapshots.remove(name)));
        } catch (SQLException | InterruptedException | RuntimeException e) {
            SharedSnapshots.remove(name);
            throw switch (e) {
                case SQLException failure ->
                    failure("looking how far '" + request.stream().name() + "' goes", failure);
                case RuntimeException failure -> failure;
                default -> {
                    Thread.currentThread().interrupt();
                    yield new ConnectorException(ErrorCode.CANCELLED, "planning a read was cancelled", e);
                }
            };
        }
    }

    private boolean findAgain(Connection connection) throws SQLException {
        range = find(connection, capped);
        return true;
    }

    /** Each range by a connection of its own. */
    protected final SplitPlan each(List<KeyRange> ranges, String note) {
        return of(splits(ranges, Map.of()), Map.of(), List.of(note), () -> {});
    }

    private static List<Split> splits(List<KeyRange> ranges, Map<String, String> properties) {
        return IntStream.range(0, ranges.size())
                .mapToObj(i -> ranges.get(i).toSplit(i, properties))
                .toList();
    }

    /**
     * @param properties of every split
     */
    private SplitPlan of(List<Split> splits, Map<String, String> properties, List<String> notes, Runnable close) {
        if (range == null) {
            return of(splits, notes, close);
        }
        return IncrementPlan.of(
                request.increment(),
                range,
                splits,
                new Split(0, "all", properties),
                Map.of(),
                Stream.concat(Stream.of(lateNote), notes.stream()).toList(),
                close);
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
