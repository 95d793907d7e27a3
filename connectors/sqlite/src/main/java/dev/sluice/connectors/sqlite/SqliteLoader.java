package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.bind.Parameter;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Values;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/**
 * Inserts batches through one prepared statement. Text is bound as bytes and cast to TEXT by SQLite, which takes the bytes
 * as they are: no String in between, and a NUL in the text stays.
 */
final class SqliteLoader {
    private static final int ROWS_PER_CALL = 256;
    /** Rows beyond this are sent at once: what is bound stays in memory until then. */
    private static final long BYTES_PER_CALL = 1 << 20;

    private final SqliteDialect dialect = new SqliteDialect();
    private final Connection connection;
    private final StreamName staging;
    private final WriteTask task;
    private final Schema schema;

    SqliteLoader(Connection connection, StreamName staging, WriteTask task) {
        this.connection = connection;
        this.staging = staging;
        this.task = task;
        this.schema = task.request().schema();
    }

    Loaded load(BatchInput in) throws Exception {
        boolean utf8 = Statements.query(connection, "PRAGMA encoding", row -> row.getString(1))
                .getFirst()
                .equalsIgnoreCase("UTF-8");
        List<Parameter> parameters = IntStream.range(0, schema.size())
                .mapToObj(i -> Parameters.of(schema.type(i), i + 1, utf8))
                .toList();
        long rows = 0;
        long bytes = 0;
        try (PreparedStatement statement = connection.prepareStatement(insert(parameters))) {
            Parameter[] all = parameters.toArray(Parameter[]::new);
            for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                insert(statement, all, batch, rows);
                rows += batch.rowCount();
                bytes += batch.sizeInBytes();
            }
        }
        return new Loaded(rows, bytes);
    }

    private String insert(List<Parameter> parameters) {
        return "INSERT INTO " + dialect.quote(staging) + " VALUES ("
                + parameters.stream().map(Parameter::placeholder).collect(Collectors.joining(", ")) + ")";
    }

    private void insert(PreparedStatement statement, Parameter[] parameters, RecordBatch batch, long rowsBefore)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i].take(batch.column(i));
        }
        long bytesPerRow = batch.sizeInBytes() / Math.max(1, batch.rowCount());
        int step = (int) Math.max(1, Math.min(ROWS_PER_CALL, BYTES_PER_CALL / Math.max(1, bytesPerRow)));
        for (int from = 0; from < batch.rowCount(); from += step) {
            int to = Math.min(batch.rowCount(), from + step);
            for (int row = from; row < to; row++) {
                for (Parameter parameter : parameters) {
                    if (!parameter.set(statement, row)) {
                        throw refused(row, rowsBefore, parameter.index() - 1);
                    }
                }
                statement.addBatch();
            }
            long before = changes();
            try {
                statement.executeBatch();
            } catch (SQLException e) {
                int row = from + (int) (changes() - before);
                throw refused(e, batch, Math.min(row, to - 1), rowsBefore);
            }
        }
    }

    /** How many rows the connection has inserted: the one after them is the one that failed. */
    private long changes() throws SQLException {
        return connection.unwrap(SQLiteConnection.class).getDatabase().total_changes();
    }

    private ConnectorException refused(SQLException error, RecordBatch batch, int row, long rowsBefore) {
        if (dialect.errorCode(error) != ErrorCode.VALUE_REFUSED) {
            return dialect.failure("writing table '" + target() + "'", error);
        }
        String key = schema.primaryKey().stream()
                .map(name -> {
                    int column = schema.indexOf(name).orElseThrow();
                    return name + " = " + Values.get(schema.type(column), batch.column(column), row);
                })
                .collect(Collectors.joining(", "));
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "SQLite table '" + target() + "', row " + (rowsBefore + row + 1) + " of split " + task.split()
                        + (key.isEmpty() ? "" : " (" + key + ")") + ": "
                        + error.getMessage()
                                .replace(staging.name(), task.request().target().name()),
                error);
    }

    private StreamName target() {
        return task.request().target();
    }

    private ConnectorException refused(int row, long rowsBefore, int column) {
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "SQLite table '" + target() + "', column '"
                        + schema.field(column).name() + "', row " + (rowsBefore + row + 1) + " of split " + task.split()
                        + ": SQLite can't store NaN: filter these rows out, or cast the column to string");
    }
}
