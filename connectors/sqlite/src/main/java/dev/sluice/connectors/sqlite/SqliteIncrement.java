package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.increment.CursorCheck;
import dev.sluice.connectors.jdbc.increment.IncrementPlan;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.jdbc.increment.UpperBound;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Plans an incremental run. */
final class SqliteIncrement {
    private static final String LATE =
            "values that a program made before its transaction began are found within the lookback only";

    private final SqliteDialect dialect = new SqliteDialect();
    private final ReadRequest request;

    SqliteIncrement(ReadRequest request) {
        this.request = request.with(CursorCheck.require(dialect, request.stream(), request.increment()));
    }

    /** Whether the whole table is read, which several readers may do. */
    boolean readsAll() {
        return request.increment().lower().isEmpty();
    }

    IncrementRange range(Connection connection) throws SQLException {
        requireOneSpelling(connection);
        Split whole = SplitPlan.single().splits().getFirst();
        return new UpperBound(dialect, request)
                .find(
                        "",
                        (columns, condition, tail, out) ->
                                new SqliteReader(columns, whole, out).select(connection, condition, tail));
    }

    /**
     * @param splits of the whole stream
     * @param close what ends with the plan
     */
    SplitPlan plan(IncrementRange range, List<Split> splits, List<String> notes, Runnable close) {
        return IncrementPlan.of(
                request.increment(),
                range,
                splits,
                SplitPlan.single().splits().getFirst(),
                Map.of(),
                Stream.concat(Stream.of(LATE), notes.stream()).toList(),
                close);
    }

    /** Fails where stored values of one type don't compare by what they mean. */
    private void requireOneSpelling(Connection connection) throws SQLException {
        Field cursor = request.increment().cursor();
        String name = dialect.quote(cursor.name());
        boolean undeclared = cursor.type() instanceof Type.Text
                && DeclaredType.parse(cursor.nativeType()).affinity() != Affinity.TEXT;
        if (cursor.type() instanceof Type.TimestampTz) {
            requireNone(
                    connection,
                    "substr(" + name + ", -1) NOT IN ('Z', 'z')",
                    "instants that don't end in Z: texts with several offsets aren't in the order of time");
        }
        if (undeclared) {
            requireNone(
                    connection,
                    "typeof(" + name + ") NOT IN ('text', 'null')",
                    "values that aren't texts, and declares no type by which they could be compared: declare one, or"
                            + " name a table's own column where this is an expression");
        } else {
            String misfits = StoredOrder.misfits(cursor.type(), name);
            requireNone(
                    connection,
                    StoredOrder.indexedMisfits(cursor.type(), name),
                    "values that aren't of its type " + cursor.type()
                            + " in the order that SQLite has, so that a run could pass them by: find them by "
                            + misfits + " and correct them");
        }
    }

    private void requireNone(Connection connection, String condition, String what) throws SQLException {
        String from = request.stream().kind() == Kind.QUERY
                ? QueryText.inBrackets(request.stream().query())
                : dialect.quote(request.stream().name().name());
        boolean found = !Statements.query(
                        connection, "SELECT 1 FROM " + from + " WHERE " + condition + " LIMIT 1", row -> 1)
                .isEmpty();
        if (found) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + request.stream().name() + "', column '"
                            + request.increment().cursor().name() + "' (cursor_field) can't be the cursor: it holds "
                            + what);
        }
    }
}
