package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.Suggestion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.sqlite.core.Codes;
import org.sqlite.core.CoreStatement;
import org.sqlite.core.DB;

/**
 * Reads one split. Steps through the result on the driver's own database object: that spares the checks and the wrapping
 * of java.sql.ResultSet for each of many million values.
 */
final class SqliteReader {
    private static final int INITIAL_ROWS = 1024;
    private static final int LONGEST_VALUE_SHOWN = 60;

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
        boolean utf8 = Statements.query(connection, "PRAGMA encoding", row -> row.getString(1))
                .getFirst()
                .equalsIgnoreCase("UTF-8");
        try (PreparedStatement statement = connection.prepareStatement(query())) {
            statement.unwrap(CoreStatement.class).pointer.safeRunConsume((db, pointer) -> readAll(db, pointer, utf8));
        }
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

    /** The wanted columns, and last the rowid, which only messages ask for. */
    String query() {
        List<String> columns = new ArrayList<>();
        schema.names().forEach(name -> columns.add(dialect.quote(name)));
        columns.add(rowid.orElse("NULL"));
        String list = String.join(", ", columns);
        if (request.stream().kind() == Kind.QUERY) {
            return SqliteQuery.asTable(request.stream().query(), list);
        }
        List<String> conditions = new ArrayList<>();
        if (split.properties().containsKey(SqliteSplitPlanner.FROM)) {
            conditions.add(rowid.orElseThrow() + " >= " + split.longProperty(SqliteSplitPlanner.FROM));
        }
        if (split.properties().containsKey(SqliteSplitPlanner.BELOW)) {
            conditions.add(rowid.orElseThrow() + " < " + split.longProperty(SqliteSplitPlanner.BELOW));
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return "SELECT " + list + " FROM "
                + dialect.quote(request.stream().name().name()) + where;
    }

    private void readAll(DB db, long statement, boolean utf8) throws Exception {
        BatchSize full = out.batchSize();
        BatchBuilder batch = new BatchBuilder(schema, Math.min(full.maxRows(), INITIAL_ROWS));
        Cell[] cells = new Cell[schema.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = Cell.of(schema.type(i), batch.column(i), utf8);
        }
        int rows = 0;
        long bytes = 0;
        int result = db.step(statement);
        while (result == Codes.SQLITE_ROW) {
            for (int i = 0; i < cells.length; i++) {
                int size = cells[i].read(db, statement, i);
                if (size < 0) {
                    throw refused(db, statement, i);
                }
                bytes += size;
            }
            rows++;
            if (full.isFull(rows, bytes)) {
                out.emit(batch.build());
                rows = 0;
                bytes = 0;
            }
            result = db.step(statement);
        }
        if (result != Codes.SQLITE_DONE) {
            db.throwex(result);
        }
        if (rows > 0) {
            out.emit(batch.build());
        }
    }

    private ConnectorException refused(DB db, long statement, int column) throws SQLException {
        Field field = schema.field(column);
        int storage = db.column_type(statement, column);
        String kind = switch (storage) {
            case Codes.SQLITE_INTEGER -> "INTEGER";
            case Codes.SQLITE_FLOAT -> "REAL";
            case Codes.SQLITE_TEXT -> "TEXT";
            default -> "BLOB";
        };
        String value = storage == Codes.SQLITE_BLOB
                ? "of " + Cell.bytes(db, statement, column).length + " bytes"
                : "'" + shorten(db.column_text(statement, column)) + "'";
        String row = rowid.isPresent() ? ", rowid " + db.column_long(statement, schema.size()) : "";
        String name = dialect.quote(field.name());
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "SQLite " + request.stream().kind().name().toLowerCase(Locale.ROOT) + " '"
                        + request.stream().name() + "', column '" + field.name() + "'" + row + ": the " + kind
                        + " value " + value + " is not a value of the column's type " + field.type()
                        + (field.nativeType().isEmpty() ? "" : " (declared " + field.nativeType() + ")")
                        + ". Correct it, or read the stream as a query that casts: SELECT CAST(" + name
                        + " AS TEXT) AS " + name + ", …");
    }

    private static String shorten(String text) {
        return text.length() <= LONGEST_VALUE_SHOWN ? text : text.substring(0, LONGEST_VALUE_SHOWN) + "…";
    }
}
