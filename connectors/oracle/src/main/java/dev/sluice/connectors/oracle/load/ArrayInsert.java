package dev.sluice.connectors.oracle.load;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.bind.Parameter;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import dev.sluice.spi.data.Values;
import dev.sluice.spi.text.JsonRow;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Sends a task's rows as arrays: one INSERT, and its parameters for many rows at once. Not by direct path
 * (APPEND_VALUES): after one array of that the table can't be touched until a commit, and a task's rows are one
 * transaction.
 */
public final class ArrayInsert {
    /** Under this name a task's token has the number of values that became NULL. */
    public static final String EMPTY_VALUES = "empty_values";

    private static final int ROWS_PER_CALL = 4096;
    /** What is bound stays in memory until it is sent. */
    private static final long BYTES_PER_CALL = 4 << 20;

    private final Dialect dialect;
    private final Table staging;
    private final WriteTask task;
    private final Schema schema;
    private final EmptyValues empty = new EmptyValues();
    private final Parameter[] parameters;
    private final boolean[] required;

    /**
     * @param staging with the request's columns in order
     * @param required of each column, whether it can't be NULL in the target
     */
    public ArrayInsert(
            Dialect dialect, Table staging, WriteTask task, boolean[] required, int firstYear, int lastYear) {
        this.dialect = dialect;
        this.staging = staging;
        this.task = task;
        this.schema = task.request().schema();
        this.required = required.clone();
        OracleParameters factory = new OracleParameters(firstYear, lastYear, empty);
        List<Integer> order = order();
        this.parameters = IntStream.range(0, schema.size())
                .mapToObj(i -> factory.of(schema.type(i), order.indexOf(i) + 1, column(i), required[i]))
                .toArray(Parameter[]::new);
    }

    /**
     * @param secondsPerCall how long one array may take; 0 for ever
     */
    public Loaded load(Connection connection, BatchInput in, int secondsPerCall)
            throws SQLException, InterruptedException {
        RefusedRows refused = new RefusedRows(dialect.product(), task, in.rowErrors());
        long rows = 0;
        long bytes = 0;
        long before = 0;
        try (PreparedStatement statement = connection.prepareStatement(sql())) {
            statement.setQueryTimeout(secondsPerCall);
            for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
                rows += insert(statement, batch, before, refused);
                bytes += batch.sizeInBytes();
                before += batch.rowCount();
            }
        }
        return new Loaded(rows, bytes, empty.sent() == 0 ? Map.of() : Map.of(EMPTY_VALUES, empty.sent()));
    }

    private long insert(PreparedStatement statement, RecordBatch batch, long before, RefusedRows refused)
            throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            parameters[i].take(batch.column(i));
        }
        long bytesPerRow = batch.sizeInBytes() / Math.max(1, batch.rowCount());
        int step = Math.clamp(BYTES_PER_CALL / Math.max(1, bytesPerRow), 1, ROWS_PER_CALL);
        int[] pending = new int[step];
        int count = 0;
        long rows = 0;
        for (int row = 0; row < batch.rowCount(); row++) {
            int column = bind(statement, row);
            if (column >= 0) {
                refused.refuse(batch, row, before + row, column, reason(column));
                continue;
            }
            statement.addBatch();
            empty.rowIsSent();
            pending[count++] = row;
            if (count == step) {
                send(statement, batch, before, pending, count);
                rows += count;
                count = 0;
            }
        }
        if (count > 0) {
            send(statement, batch, before, pending, count);
        }
        return rows + count;
    }

    /** The column whose value Oracle doesn't have, or -1. */
    private int bind(PreparedStatement statement, int row) throws SQLException {
        empty.rowStarts();
        for (int i = 0; i < parameters.length; i++) {
            if (!parameters[i].set(statement, row)) {
                return i;
            }
        }
        return -1;
    }

    private String reason(int column) {
        boolean text = switch (schema.type(column)) {
            case Type.Text any -> true;
            case Type.Simple.BINARY -> true;
            default -> false;
        };
        return text && required[column]
                ? "is empty, which Oracle takes for NULL, and column '"
                        + column(column).name() + "' is NOT NULL"
                : "can't be kept";
    }

    private void send(PreparedStatement statement, RecordBatch batch, long before, int[] pending, int count)
            throws SQLException {
        try {
            statement.executeBatch();
        } catch (BatchUpdateException e) {
            if (dialect.errorCode(e) != ErrorCode.VALUE_REFUSED) {
                throw e;
            }
            int row = pending[Math.min(failed(e.getUpdateCounts()), count - 1)];
            ConnectorException failure = new BadRow(
                            dialect.product() + " table '" + task.request().target() + "', split " + task.split(),
                            0,
                            before + row,
                            "",
                            ErrorCode.VALUE_REFUSED,
                            key(batch, row)
                                    + String.valueOf(e.getMessage())
                                            .strip()
                                            .replace(
                                                    staging.name().name(),
                                                    task.request().target().name()),
                            JsonRow.of(batch, row))
                    .asFailure();
            throw new ConnectorException(failure.code(), failure.getMessage(), e);
        }
    }

    /** The counts are of the rows that went in before the first that didn't. */
    private static int failed(int[] counts) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == Statement.EXECUTE_FAILED) {
                return i;
            }
        }
        return counts.length;
    }

    private String key(RecordBatch batch, int row) {
        String key = schema.primaryKey().stream()
                .map(name -> {
                    int column = schema.indexOf(name).orElseThrow();
                    return name + " = " + Values.get(schema.type(column), batch.column(column), row);
                })
                .collect(Collectors.joining(", "));
        return key.isEmpty() ? "" : "(" + key + ") ";
    }

    private TableColumn column(int index) {
        return staging.columns().get(index);
    }

    /** The columns' positions as the INSERT has them: the driver wants long values behind all others. */
    private List<Integer> order() {
        List<Integer> order = new ArrayList<>();
        for (boolean isLong : new boolean[] {false, true}) {
            for (int i = 0; i < schema.size(); i++) {
                if (OracleParameters.isLong(column(i)) == isLong) {
                    order.add(i);
                }
            }
        }
        return order;
    }

    private String sql() {
        String names =
                order().stream().map(i -> dialect.quote(column(i).name())).collect(Collectors.joining(", "));
        String values = order().stream().map(i -> parameters[i].placeholder()).collect(Collectors.joining(", "));
        return "INSERT INTO " + dialect.quote(staging.name()) + " (" + names + ") VALUES (" + values + ")";
    }
}
