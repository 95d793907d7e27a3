package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Cuts a table into ranges of its key: the first range has no lower end, the last no upper one, and each begins where the
 * one before ends, so every row is in one of them whatever the cuts are.
 *
 * <p>Numbers, dates and wall clocks are cut into equal steps between the smallest and the largest value of the key's first
 * column, which an index tells at once. Other keys are cut where the server finds each n-th of them in the index.
 */
public final class KeyRanges {
    private final Dialect dialect;
    private final CatalogStream stream;
    private final Schema schema;

    public KeyRanges(Dialect dialect, CatalogStream stream) {
        this.dialect = dialect;
        this.stream = stream;
        this.schema = stream.schema();
    }

    /** Whether the stream has a key that can be cut: not null, and of types that parameters keep exactly. */
    public boolean canCut() {
        List<String> key = schema.primaryKey();
        return !key.isEmpty() && key.stream().allMatch(column -> KeyValue.isSupported(type(column)));
    }

    /**
     * The ranges; one without ends where there is nothing to cut.
     *
     * @param count how many there should be, at most
     * @param rows how many rows there are, roughly
     */
    public List<KeyRange> cut(Connection connection, int count, long rows) throws SQLException {
        List<String> key = schema.primaryKey();
        if (count <= 1) {
            return List.of(new KeyRange(key, List.of(), List.of()));
        }
        String first = key.getFirst();
        Optional<List<List<String>>> steps = equalSteps(connection, first, count);
        return steps.isPresent()
                ? between(List.of(first), steps.get())
                : between(key, everyNth(connection, key, Math.max(1, rows / count), count));
    }

    /**
     * Whether an incremental run reads so many rows that several connections are worth it, and not the few that an index
     * finds.
     */
    public static boolean areWorthIt(
            Dialect dialect, ReadRequest request, IncrementRange range, Connection connection, long minimumRows)
            throws SQLException {
        CatalogStream stream = request.stream();
        if (stream.kind() != CatalogStream.Kind.TABLE
                || request.parallelism() <= 1
                || range.upper().isEmpty()) {
            return false;
        }
        Field cursor = request.increment().cursor();
        Condition rows = range.condition(dialect, cursor, IncrementRange.Rows.ALL);
        return range.lower().isEmpty()
                || new KeyRanges(dialect, stream).hasRowAt(connection, cursor, rows, 2 * minimumRows);
    }

    /** Whether a condition is true of more rows than some number; no more of them are looked at. */
    private boolean hasRowAt(Connection connection, Field order, Condition rows, long number) throws SQLException {
        return !row(
                        connection,
                        "SELECT 1 FROM " + dialect.quote(stream.name()) + rows.where() + " ORDER BY "
                                + dialect.orderKey(order) + dialect.rowAt(number),
                        List.of(Type.INT32),
                        rows)
                .isEmpty();
    }

    private Type type(String column) {
        return schema.type(schema.indexOf(column).orElseThrow());
    }

    private static List<KeyRange> between(List<String> columns, List<List<String>> cuts) {
        List<KeyRange> ranges = new ArrayList<>();
        List<String> from = List.of();
        for (List<String> cut : cuts) {
            ranges.add(new KeyRange(columns, from, cut));
            from = cut;
        }
        ranges.add(new KeyRange(columns, from, List.of()));
        return ranges;
    }

    /** Empty where the column has no steps, or not enough of them. */
    private Optional<List<List<String>>> equalSteps(Connection connection, String column, int count)
            throws SQLException {
        Type type = type(column);
        String name = dialect.quote(column);
        List<String> ends = row(
                connection,
                "SELECT MIN(" + name + "), MAX(" + name + ") FROM " + dialect.quote(stream.name()),
                List.of(type, type),
                Condition.EVERY_ROW);
        if (ends.contains(null)) {
            return Optional.empty();
        }
        Optional<BigInteger> low = KeyValue.toOrdinal(type, ends.getFirst());
        Optional<BigInteger> high = KeyValue.toOrdinal(type, ends.getLast());
        if (low.isEmpty() || high.isEmpty()) {
            return Optional.empty();
        }
        BigInteger width = high.get().subtract(low.get());
        BigInteger parts = BigInteger.valueOf(count);
        if (width.compareTo(parts) < 0) {
            return Optional.empty();
        }
        List<List<String>> cuts = new ArrayList<>();
        for (int i = 1; i < count; i++) {
            BigInteger step = width.multiply(BigInteger.valueOf(i)).divide(parts);
            cuts.add(List.of(KeyValue.ofOrdinal(type, low.get().add(step))));
        }
        return Optional.of(cuts);
    }

    private List<List<String>> everyNth(Connection connection, List<String> key, long step, int count)
            throws SQLException {
        List<Type> types = key.stream().map(this::type).toList();
        String columns = key.stream().map(dialect::quote).collect(Collectors.joining(", "));
        List<List<String>> cuts = new ArrayList<>();
        while (cuts.size() < count - 1) {
            Condition above = cuts.isEmpty()
                    ? Condition.EVERY_ROW
                    : KeyCondition.of(dialect, schema, new KeyRange(key, cuts.getLast(), List.of()));
            List<String> next = row(
                    connection,
                    "SELECT " + columns + " FROM " + dialect.quote(stream.name()) + above.where() + " ORDER BY "
                            + columns + dialect.rowAt(step),
                    types,
                    above);
            if (next.isEmpty() || next.contains(null)) {
                break;
            }
            cuts.add(next);
        }
        return cuts;
    }

    /** The first row of a query as texts; empty where it has none. */
    private List<String> row(Connection connection, String sql, List<Type> types, Condition condition)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            condition.bind(dialect, statement, 1);
            try (ResultSet rows = statement.executeQuery()) {
                List<String> values = new ArrayList<>();
                if (rows.next()) {
                    for (int i = 0; i < types.size(); i++) {
                        values.add(KeyValue.read(rows, i + 1, types.get(i)));
                    }
                }
                return values;
            }
        }
    }
}
