package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.sqlite.pages.StoredRow;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.Suggestion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;
import org.sqlite.core.SafeStmtPtr;

/**
 * Reads one split: in chunks in the order of the rowid where there is one, else row by row. So is what is new since another
 * run, which is one split whatever the table's size, where an index of the cursor finds it: in the order of the rowid the
 * whole table would be looked through. Steps through a result on the driver's own database object: that spares the checks
 * and the wrapping of java.sql.ResultSet for each value.
 */
final class SqliteReader {
    private final SqliteDialect dialect = new SqliteDialect();
    private final ReadRequest request;
    private final Split split;
    private final BatchOutput out;
    private final Schema schema;
    private Optional<String> rowid = Optional.empty();

    SqliteReader(ReadRequest request, Split split, BatchOutput out) {
        this.request = request;
        this.split = split;
        this.out = out;
        this.schema = request.schema();
    }

    void read(Connection connection) throws Exception {
        requireColumns(connection);
        if (request.stream().kind() == Kind.TABLE) {
            rowid = new SqliteCatalog(connection).rowid(request.stream().name().name());
        }
        boolean utf8 = isUtf8(connection);
        RowBatches rows = new RowBatches(request, rowid.isPresent(), out);
        String unordered = all(columnsAndRowid()) + condition().where();
        if (IncrementRange.goesOn(split) && goesByIndex(connection, unordered)) {
            step(connection, unordered, utf8, rows);
            rows.emit();
            return;
        }
        long from = split.properties().containsKey(SqliteSplitPlanner.FROM)
                ? split.longProperty(SqliteSplitPlanner.FROM)
                : Long.MIN_VALUE;
        OptionalLong rest = OptionalLong.of(from);
        if (rowid.isPresent() && utf8) {
            // all that is read below belongs to one point in time
            connection.setAutoCommit(false);
            rest = new ChunkReader(connection, schema.size(), rows)
                    .read(first -> rows(rowid.get() + ", " + columns(), first), from);
        }
        if (rest.isPresent()) {
            step(connection, rows(columnsAndRowid(), rest.getAsLong()), utf8, rows);
        }
        rows.emit();
    }

    /**
     * Reads some of the stream's rows, one by one.
     *
     * @param tail what follows the condition
     */
    void select(Connection connection, Condition condition, String tail) throws SQLException, InterruptedException {
        requireColumns(connection);
        RowBatches rows = new RowBatches(request, false, out);
        step(connection, all(columns()) + condition.where() + tail, isUtf8(connection), rows);
        rows.emit();
    }

    private void step(Connection connection, String sql, boolean utf8, RowBatches rows)
            throws SQLException, InterruptedException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            SafeStmtPtr pointer = statement.unwrap(CoreStatement.class).pointer;
            InterruptedException interruption = pointer.safeRun((db, handle) -> {
                try {
                    readAll(db, handle, utf8, rows);
                    return null;
                } catch (InterruptedException e) {
                    return e;
                }
            });
            if (interruption != null) {
                throw interruption;
            }
        }
    }

    private static boolean isUtf8(Connection connection) throws SQLException {
        return Statements.query(connection, "PRAGMA encoding", row -> row.getString(1))
                .getFirst()
                .equalsIgnoreCase("UTF-8");
    }

    /** SQLite takes a quoted name that is no column for a text: it has to be asked before. */
    private void requireColumns(Connection connection) throws SQLException {
        String name = request.stream().name().name();
        Schema found;
        if (request.stream().kind() == Kind.QUERY) {
            found = SqliteQuery.describe(connection, name, request.stream().query())
                    .schema();
        } else {
            Table table = new SqliteCatalog(connection)
                    .table(name)
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.STREAM_NOT_FOUND, "the SQLite database has no table or view '" + name + "'"));
            found = Schema.of(table.columns().stream().map(TableColumn::field).toList());
        }
        for (String column : schema.names()) {
            if (found.indexOf(column).isEmpty()) {
                throw new ConnectorException(
                        ErrorCode.COLUMN_NOT_FOUND,
                        "'" + name + "' has no column '" + column + "'" + Suggestion.didYouMean(column, found.names()));
            }
        }
    }

    /** Whether SQLite finds the rows of a query by an index, which the rowid's own is not. */
    private static boolean goesByIndex(Connection connection, String query) throws SQLException {
        return Statements.query(connection, "EXPLAIN QUERY PLAN " + query, row -> row.getString("detail")).stream()
                .noneMatch(step -> step.startsWith("SCAN") || step.contains("USING INTEGER PRIMARY KEY"));
    }

    /** The wanted columns, and last the rowid, which only messages ask for. */
    private String columnsAndRowid() {
        return columns() + ", " + rowid.orElse("NULL");
    }

    /** The split's rows from a rowid on, in order; all where there are no rowids. */
    private String rows(String list, long from) {
        if (rowid.isEmpty()) {
            return all(list) + condition().where();
        }
        String below = split.properties().containsKey(SqliteSplitPlanner.BELOW)
                ? " AND " + rowid.get() + " < " + split.longProperty(SqliteSplitPlanner.BELOW)
                : "";
        return all(list)
                + Condition.of(rowid.get() + " >= " + from + below)
                        .and(condition())
                        .where() + " ORDER BY " + rowid.get();
    }

    private Condition condition() {
        return IncrementRange.condition(dialect, request.increment(), split);
    }

    private String all(String list) {
        return request.stream().kind() == Kind.QUERY
                ? SqliteQuery.asTable(request.stream().query(), list)
                : "SELECT " + list + " FROM "
                        + dialect.quote(request.stream().name().name());
    }

    private String columns() {
        return schema.names().stream().map(dialect::quote).collect(Collectors.joining(", "));
    }

    private void readAll(DB db, long statement, boolean utf8, RowBatches rows)
            throws SQLException, InterruptedException {
        StoredRow row = new StatementRow(db, statement, utf8, schema.size());
        int result = db.step(statement);
        while (result == Codes.SQLITE_ROW) {
            rows.add(row);
            result = db.step(statement);
        }
        if (result != Codes.SQLITE_DONE) {
            db.throwex(result);
        }
    }
}
