package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cuts a table into ranges of the rowid, the first and the last one open.
 *
 * <p>Several readers see one point in time only while nobody can write: the plan holds a read lock, which in the rollback
 * journal modes keeps every commit waiting. In WAL mode it doesn't, and connections can't share a snapshot; there one
 * reader reads all, unless {@code consistent_read} is off.
 */
final class SqliteSplitPlanner {
    static final String FROM = "from";
    static final String BELOW = "below";

    static final long ROWIDS_PER_SPLIT = 50_000;
    private static final int SPLITS_PER_READER = 4;

    private final SqliteDialect dialect = new SqliteDialect();
    private final ReadRequest request;
    private final SqliteFile file;
    private final long rowidsPerSplit;

    SqliteSplitPlanner(ReadRequest request, long rowidsPerSplit) {
        this.request = request;
        this.rowidsPerSplit = rowidsPerSplit;
        this.file = SqliteFile.of(request.options());
    }

    SplitPlan plan() {
        if (request.increment() != null) {
            return planIncrement(new SqliteIncrement(request));
        }
        if (request.parallelism() < 2 || request.stream().kind() != Kind.TABLE) {
            return SplitPlan.single();
        }
        Connection connection = file.read();
        Optional<SplitPlan> plan = Optional.empty();
        try {
            connection.setAutoCommit(false);
            plan = plan(connection);
            return plan.orElseGet(SplitPlan::single);
        } catch (SQLException e) {
            throw dialect.failure("planning the read of '" + request.stream().name() + "'", e);
        } finally {
            if (plan.isEmpty()) {
                close(connection);
            }
        }
    }

    private SplitPlan planIncrement(SqliteIncrement increment) {
        Connection connection = file.read();
        Optional<SplitPlan> all = Optional.empty();
        try {
            connection.setAutoCommit(false);
            IncrementRange range = increment.range(connection);
            if (request.parallelism() > 1 && request.stream().kind() == Kind.TABLE && increment.readsAll()) {
                all = plan(connection);
            }
            return all.map(held -> increment.plan(range, held.splits(), held.notes(), held::close))
                    .orElseGet(() -> increment.plan(range, SplitPlan.single().splits(), List.of(), () -> {}));
        } catch (SQLException e) {
            throw dialect.failure("planning the read of '" + request.stream().name() + "'", e);
        } finally {
            if (all.isEmpty()) {
                close(connection);
            }
        }
    }

    /** A plan that owns the connection, or empty where one reader shall read all. */
    private Optional<SplitPlan> plan(Connection connection) throws SQLException {
        String table = request.stream().name().name();
        Optional<String> rowid = new SqliteCatalog(connection).rowid(table);
        if (rowid.isEmpty()) {
            return Optional.empty();
        }
        String from = " FROM " + dialect.quote(table);
        List<Long[]> bounds = Statements.query(
                connection,
                "SELECT (SELECT min(" + rowid.get() + ")" + from + "), (SELECT max(" + rowid.get() + ")" + from + ")",
                row -> new Long[] {row.getLong(1), row.getObject(2) == null ? null : row.getLong(2)});
        Long[] minAndMax = bounds.getFirst();
        if (minAndMax[1] == null) {
            return Optional.empty();
        }
        List<Split> splits = splits(minAndMax[0], minAndMax[1], request.parallelism() * SPLITS_PER_READER);
        if (splits.size() == 1) {
            return Optional.empty();
        }
        String journal = Statements.query(connection, "PRAGMA journal_mode", row -> row.getString(1))
                .getFirst();
        boolean wal = journal.equalsIgnoreCase("wal");
        if (wal && request.options().get(SqliteOptions.CONSISTENT_READ)) {
            return Optional.of(new HeldPlan(
                    connection,
                    SplitPlan.single().splits(),
                    List.of("the database is in WAL mode: one reader reads '" + table
                            + "' at one point in time; consistent_read: false reads it in parallel")));
        }
        return Optional.of(new HeldPlan(
                connection,
                splits,
                wal
                        ? List.of("'" + table + "' is not read at one point in time: rows written meanwhile may be"
                                + " seen in part (WAL mode with consistent_read: false)")
                        : List.of()));
    }

    /** Ranges of about the same width that cover every rowid. */
    private List<Split> splits(long min, long max, int most) {
        BigInteger first = BigInteger.valueOf(min);
        BigInteger width = BigInteger.valueOf(max).subtract(first).add(BigInteger.ONE);
        int count = width.divide(BigInteger.valueOf(rowidsPerSplit))
                .min(BigInteger.valueOf(most))
                .max(BigInteger.ONE)
                .intValue();
        List<Split> splits = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Map<String, String> range = new TreeMap<>();
            if (i > 0) {
                range.put(FROM, bound(first, width, i, count));
            }
            if (i < count - 1) {
                range.put(BELOW, bound(first, width, i + 1, count));
            }
            splits.add(new Split(i, describe(range), range));
        }
        return splits;
    }

    private static String bound(BigInteger first, BigInteger width, int index, int count) {
        return first.add(width.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count)))
                .toString();
    }

    private static String describe(Map<String, String> range) {
        if (range.isEmpty()) {
            return "all";
        }
        String from = range.containsKey(FROM) ? " from " + range.get(FROM) : "";
        return "rowid" + from + (range.containsKey(BELOW) ? " below " + range.get(BELOW) : "");
    }

    private void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw dialect.failure("closing '" + file.path() + "'", e);
        }
    }

    /** Holds the lock of an open read transaction. */
    private final class HeldPlan implements SplitPlan {
        private final Connection connection;
        private final List<Split> splits;
        private final List<String> notes;

        HeldPlan(Connection connection, List<Split> splits, List<String> notes) {
            this.connection = connection;
            this.splits = List.copyOf(splits);
            this.notes = notes;
        }

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
            SqliteSplitPlanner.this.close(connection);
        }
    }
}
