package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.postgresql.PageRanges.Extent;
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
import java.util.stream.Collectors;

/** Cuts a table into page ranges that several connections read at one snapshot; says why where it can't. */
final class TableSplits {
    /** 8 MB: below that, one more connection costs more than it brings. */
    static final long MINIMUM_PAGES = 1024;

    private static final int SPLITS_PER_WORKER = 4;

    /** A table and all that inherit from it, with what decides whether they can be read one by one. */
    private static final String TABLES = """
        WITH RECURSIVE tree AS (
          SELECT c.oid FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ? AND c.relname = ?
          UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN tree ON i.inhparent = tree.oid)
        SELECT c.oid::bigint, n.nspname, c.relname, c.relkind,
          CASE WHEN c.relkind IN ('r', 'm')
            THEN pg_relation_size(c.oid) / current_setting('block_size')::bigint ELSE 0 END,
          (c.relkind IN ('r', 'm') AND m.amname = 'heap' OR c.relkind = 'p')
            AND NOT c.relrowsecurity AND has_table_privilege(c.oid, 'SELECT')
            AND has_schema_privilege(n.oid, 'USAGE'),
          row_security_active(c.oid)
        FROM tree JOIN pg_catalog.pg_class c ON c.oid = tree.oid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
        ORDER BY n.nspname, c.relname
        """;

    private TableSplits() {}

    private record Member(long oid, String table, String kind, long pages, boolean splittable, boolean hides) {
        Extent extent() {
            return new Extent(table, pages);
        }
    }

    /** @param connections where those of earlier steps are */
    static SplitPlan plan(ReadRequest request, long minimumPages, KeptConnections connections) {
        if (request.increment() != null) {
            return IncrementSplits.plan(request, minimumPages, connections);
        }
        if (request.stream().kind() == CatalogStream.Kind.QUERY) {
            return single("one split: the result of a query can't be cut up");
        }
        if (request.parallelism() <= 1) {
            return whole(request, connections);
        }
        Connection connection = connections.take(request.options(), () -> Session.open(request.options()));
        boolean kept = false;
        try {
            SplitPlan plan = plan(connection, request, minimumPages, connections);
            kept = plan instanceof SnapshotPlan;
            return plan;
        } catch (SQLException e) {
            throw PostgresDialect.INSTANCE.failure(
                    "cutting '" + request.stream().name() + "' into splits", e);
        } finally {
            if (!kept) {
                SnapshotPlan.end(connection, request.options(), connections);
            }
        }
    }

    private static SplitPlan whole(ReadRequest request, KeptConnections connections) {
        try {
            return connections.step(
                    request.options(),
                    () -> Session.open(request.options()),
                    connection -> hidden(connection, request.stream())
                            .map(TableSplits::single)
                            .orElseGet(SplitPlan::single));
        } catch (SQLException e) {
            throw PostgresDialect.INSTANCE.failure(
                    "looking at the policies of '" + request.stream().name() + "'", e);
        }
    }

    private static SplitPlan plan(
            Connection connection, ReadRequest request, long minimumPages, KeptConnections connections)
            throws SQLException {
        StreamName name = request.stream().name();
        connection.setAutoCommit(false);
        Statements.run(connection, CopyReader.ONE_SNAPSHOT);
        List<Member> members = members(connection, name);
        Optional<String> hidden = hidden(members);
        if (hidden.isPresent()) {
            return single(hidden.get());
        }
        int version = connection.getMetaData().getDatabaseMajorVersion();
        if (version < Session.TID_RANGE_SCANS) {
            return single("one split: PostgreSQL " + version + " can't read ranges of pages (14 and newer can)");
        }
        if (!areSplittable(members)) {
            return single("one split: '" + name + "' is not (only) made of tables whose pages this user may read");
        }
        return cut(connection, request, extents(members), minimumPages, connections);
    }

    /** About how many splits a whole table is cut into. */
    static int wanted(ReadRequest request) {
        return request.parallelism() * SPLITS_PER_WORKER;
    }

    private static List<Member> members(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                connection,
                TABLES,
                row -> new Member(
                        row.getLong(1),
                        PostgresDialect.INSTANCE.quote(new StreamName(row.getString(2), row.getString(3))),
                        row.getString(4),
                        row.getLong(5),
                        row.getBoolean(6),
                        row.getBoolean(7)),
                name.namespace(),
                name.name());
    }

    /** What to say of rows that policies hide from the user; empty where none are hidden. */
    static Optional<String> hidden(Connection connection, CatalogStream stream) throws SQLException {
        return stream.kind() == CatalogStream.Kind.QUERY
                ? Optional.empty()
                : hidden(members(connection, stream.name()));
    }

    private static Optional<String> hidden(List<Member> members) {
        return members.stream().anyMatch(Member::hides)
                ? Optional.of("row-level security is active: what its policies hide from this user isn't read")
                : Optional.empty();
    }

    private static boolean areSplittable(List<Member> members) {
        return !members.isEmpty() && members.stream().allMatch(Member::splittable);
    }

    private static List<Extent> extents(List<Member> members) {
        return members.stream()
                .filter(member -> !member.kind().equals("p"))
                .map(Member::extent)
                .toList();
    }

    /** The tables whose rows are a stream's, quoted, by their ids; none where they can't be read one by one. */
    static Map<Long, String> tables(Connection connection, StreamName name) throws SQLException {
        List<Member> members = members(connection, name);
        return areSplittable(members)
                ? members.stream().collect(Collectors.toMap(Member::oid, Member::table))
                : Map.of();
    }

    /** Ranges of all pages of a stream, locked, as of a snapshot; none where there are no pages, or they can't be read. */
    static List<Split> ranges(Connection connection, ReadRequest request, String snapshot, int count, long minimumPages)
            throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() < Session.TID_RANGE_SCANS) {
            return List.of();
        }
        List<Member> members = members(connection, request.stream().name());
        if (!areSplittable(members)) {
            return List.of();
        }
        lock(connection, extents(members));
        return PageRanges.cut(extents(members), snapshot, count, minimumPages);
    }

    /** The name of the transaction's snapshot, for other connections; empty on a standby, which exports none. */
    static Optional<String> export(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_export_snapshot() END",
                        row -> Optional.ofNullable(row.getString(1)))
                .getFirst();
    }

    private static SplitPlan cut(
            Connection connection,
            ReadRequest request,
            List<Extent> tables,
            long minimumPages,
            KeptConnections connections)
            throws SQLException {
        int count = wanted(request);
        // counted first: a small table needs no snapshot
        if (PageRanges.cut(tables, "", count, minimumPages).size() <= 1) {
            return SplitPlan.single();
        }
        String snapshot;
        try {
            snapshot = Statements.query(connection, "SELECT pg_export_snapshot()", row -> row.getString(1))
                    .getFirst();
        } catch (SQLException e) {
            return single("one split: the server exports no snapshot (" + ServerText.of(e) + ")");
        }
        lock(connection, tables);
        List<Split> splits = PageRanges.cut(tables, snapshot, count, minimumPages);
        return new SnapshotPlan(
                splits,
                List.of(splits.size() + " splits read one point in time (snapshot " + snapshot + ")"),
                connection,
                request.options(),
                connections);
    }

    /** Until the plan is closed: a rewrite would move rows to other pages, TRUNCATE shows in old snapshots. */
    private static void lock(Connection connection, List<Extent> tables) throws SQLException {
        for (Extent table : tables) {
            Statements.query(connection, "SELECT 1 FROM ONLY " + table.table() + " LIMIT 0", row -> row.getLong(1));
        }
    }

    private static SplitPlan single(String note) {
        List<Split> whole = List.of(new Split(0, "all", Map.of()));
        return new SplitPlan() {
            @Override
            public List<Split> splits() {
                return whole;
            }

            @Override
            public List<String> notes() {
                return List.of(note);
            }
        };
    }
}
