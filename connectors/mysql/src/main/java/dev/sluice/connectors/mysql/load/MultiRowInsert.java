package dev.sluice.connectors.mysql.load;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.text.ByteSink;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.stream.Collectors;

/** Sends a task's rows by INSERTs of many rows each, for servers that don't allow LOAD DATA LOCAL: several times slower. */
public final class MultiRowInsert {
    private static final int ROWS_PER_CALL = 1000;
    /** What is sent at once must stay below the server's max_allowed_packet, 16 MB or more. */
    private static final int BYTES_PER_CALL = 4 << 20;

    private final Dialect dialect;
    private final Table staging;
    private final WriteTask task;
    private final Schema schema;
    private final ByteSink text = new ByteSink(256);
    private long rows;
    private long bytes;
    private int pendingRows;
    private int pendingBytes;

    public MultiRowInsert(Dialect dialect, Table staging, WriteTask task) {
        this.dialect = dialect;
        this.staging = staging;
        this.task = task;
        this.schema = task.request().schema();
    }

    public Loaded load(Connection connection, BatchInput in) throws SQLException, InterruptedException {
        RefusedRows refused = new RefusedRows(dialect.product(), task, in.rowErrors());
        FieldEncoder[] encoders = new FieldEncoder[schema.size()];
        ColumnCheck[] checks = new ColumnCheck[schema.size()];
        for (int i = 0; i < encoders.length; i++) {
            String nativeType = staging.columns().get(i).nativeType();
            encoders[i] = FieldEncoder.of(schema.type(i), nativeType);
            checks[i] = ColumnCheck.of(schema.type(i), nativeType);
        }
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            long before = 0;
            for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                for (int row = 0; row < batch.rowCount(); row++) {
                    int column = bind(statement, encoders, checks, batch, row);
                    if (column >= 0) {
                        refused.refuse(
                                batch,
                                row,
                                before + row,
                                column,
                                "can't be kept as "
                                        + staging.columns().get(column).nativeType());
                        continue;
                    }
                    statement.addBatch();
                    pendingRows++;
                    if (pendingRows == ROWS_PER_CALL || pendingBytes >= BYTES_PER_CALL) {
                        send(connection, statement);
                    }
                }
                before += batch.rowCount();
            }
            send(connection, statement);
        }
        return new Loaded(rows, bytes);
    }

    private void send(Connection connection, PreparedStatement statement) throws SQLException {
        if (pendingRows == 0) {
            return;
        }
        statement.executeBatch();
        new Warnings(dialect, staging.name(), task).requireNone(connection);
        rows += pendingRows;
        bytes += pendingBytes;
        pendingRows = 0;
        pendingBytes = 0;
    }

    /** The column that doesn't keep its value, or -1. */
    private int bind(
            PreparedStatement statement, FieldEncoder[] encoders, ColumnCheck[] checks, RecordBatch batch, int row)
            throws SQLException {
        for (int i = 0; i < encoders.length; i++) {
            Column column = batch.column(i);
            if (column.isNull(row)) {
                statement.setNull(i + 1, Types.NULL);
                continue;
            }
            text.clear();
            if (!checks[i].holds(column, row) || !encoders[i].encode(column, row, text)) {
                return i;
            }
            pendingBytes += text.length();
            statement.setString(i + 1, new String(text.array(), 0, text.length(), StandardCharsets.UTF_8));
        }
        return -1;
    }

    private String sql() {
        List<TableColumn> columns = staging.columns();
        StringBuilder values = new StringBuilder();
        for (int i = 0; i < schema.size(); i++) {
            Type type = schema.type(i);
            String conversion = Conversion.of(type, columns.get(i).nativeType());
            values.append(i == 0 ? "" : ", ").append(conversion.isEmpty() ? "?" : conversion);
        }
        String names =
                columns.stream().map(column -> dialect.quote(column.name())).collect(Collectors.joining(", "));
        return "INSERT INTO " + dialect.quote(staging.name()) + " (" + names + ") VALUES (" + values + ")";
    }
}
