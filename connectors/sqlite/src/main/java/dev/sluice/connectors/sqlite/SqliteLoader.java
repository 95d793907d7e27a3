package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
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
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sqlite.core.CoreStatement;

/** Inserts batches through one prepared statement. Text is bound as bytes: no String in between. */
final class SqliteLoader {
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
        Parameter[] parameters = IntStream.range(0, schema.size())
                .mapToObj(i -> Parameter.of(schema.type(i), i + 1))
                .toArray(Parameter[]::new);
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            return statement
                    .unwrap(CoreStatement.class)
                    .pointer
                    .safeRun((db, pointer) -> load(new Insert(db, pointer), parameters, in));
        }
    }

    private String sql() {
        return "INSERT INTO " + dialect.quote(staging) + " VALUES ("
                + String.join(", ", Collections.nCopies(schema.size(), "?")) + ")";
    }

    private Loaded load(Insert insert, Parameter[] parameters, BatchInput in) throws Exception {
        long rows = 0;
        long bytes = 0;
        for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i].take(batch.column(i));
            }
            for (int row = 0; row < batch.rowCount(); row++) {
                insert(insert, parameters, batch, row, rows);
            }
            rows += batch.rowCount();
            bytes += batch.sizeInBytes();
        }
        return new Loaded(rows, bytes);
    }

    private void insert(Insert insert, Parameter[] parameters, RecordBatch batch, int row, long rowsBefore)
            throws SQLException {
        try {
            for (Parameter parameter : parameters) {
                if (!parameter.bind(insert, row)) {
                    throw refused(row, rowsBefore, parameter.index() - 1);
                }
            }
            insert.run();
        } catch (SQLException e) {
            throw refused(e, batch, row, rowsBefore);
        }
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
