package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where all pages have to be looked through for the rows of a run, mostly there are few or none. So the plan asks for their
 * places, which the server's own processes look for together; what is then read are these rows, and where there are none
 * nobody has to connect to read or to write them. More than a few are left to the splits: the question ends with the first
 * that is too many.
 */
final class FewRows {
    private static final int MOST = 5_000;

    /** The planner takes many rows to be late, and these to be dear to hand on from process to process. */
    private static final String TOGETHER = "SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0";

    private FewRows() {}

    private record Place(long table, String place) {}

    /** One split or none; empty where rows are many, or their places can't be read. */
    static Optional<List<Split>> find(Connection connection, ReadRequest request, IncrementRange range, String snapshot)
            throws SQLException {
        Map<Long, String> tables =
                TableSplits.tables(connection, request.stream().name());
        if (tables.isEmpty()) {
            return Optional.empty();
        }
        Statements.run(connection, TOGETHER);
        List<Place> found = Statements.query(
                connection,
                "SELECT tableoid::bigint, ctid::text FROM "
                        + PostgresDialect.INSTANCE.quote(request.stream().name())
                        + range.condition(
                                        PostgresDialect.INSTANCE,
                                        request.increment().cursor(),
                                        IncrementRange.Rows.ALL)
                                .where()
                        + " LIMIT " + (MOST + 1),
                row -> new Place(row.getLong(1), row.getString(2)));
        if (found.size() > MOST) {
            return Optional.empty();
        }
        Map<Long, List<String>> places = new TreeMap<>();
        found.forEach(row ->
                places.computeIfAbsent(row.table(), any -> new ArrayList<>()).add(row.place()));
        List<Part> parts = new ArrayList<>();
        for (Map.Entry<Long, List<String>> table : places.entrySet()) {
            if (!tables.containsKey(table.getKey())) {
                return Optional.empty();
            }
            parts.add(Part.ofRows(tables.get(table.getKey()), table.getValue()));
        }
        return Optional.of(parts.isEmpty() ? List.of() : List.of(Part.toSplit(0, snapshot, parts)));
    }
}
