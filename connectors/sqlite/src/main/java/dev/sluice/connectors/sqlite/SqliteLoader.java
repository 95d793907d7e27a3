package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.sqlite.pages.RecordEncoder;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.DoubleColumn;
import dev.sluice.spi.data.FloatColumn;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Loads the rows of a task by the page: encodes records as SQLite stores them and has them copied. To bind values one by one
 * took several times as long, most of it in calls through JNI.
 */
final class SqliteLoader {
    private final SqliteDialect dialect = new SqliteDialect();
    private final Connection connection;
    private final Table staging;
    private final WriteTask task;
    private final Schema schema;

    SqliteLoader(Connection connection, Table staging, WriteTask task) {
        this.connection = connection;
        this.staging = staging;
        this.task = task;
        this.schema = task.request().schema();
    }

    Loaded load(BatchInput in) throws Exception {
        TextEncoding encoding = TextEncoding.of(
                Statements.query(connection, "PRAGMA encoding", row -> row.getString(1)).getFirst());
        ScratchColumns columns = new ScratchColumns(schema, staging.columns(), encoding);
        ScratchFile scratch = ScratchFile.of(task);
        try (RandomAccessFile file = scratch.create()) {
            RowTransfer rows = new RowTransfer(
                    connection,
                    dialect.quote(staging.name()),
                    scratch.uri(),
                    columns,
                    new TableWriter(file, encoding));
            return load(in, columns, rows);
        } catch (IOException e) {
            throw unwritten(scratch, e);
        }
    }

    private Loaded load(BatchInput in, ScratchColumns columns, RowTransfer rows) throws Exception {
        RecordEncoder records = new RecordEncoder(columns.encoders());
        long count = 0;
        long bytes = 0;
        for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
            requireNumbers(batch, count);
            columns.take(batch);
            records.take(batch);
            add(batch.rowCount(), records, rows, count);
            count += batch.rowCount();
            bytes += batch.sizeInBytes();
            if (rows.isFull()) {
                copy(rows);
            }
        }
        copy(rows);
        return new Loaded(count, bytes);
    }

    private void add(int count, RecordEncoder records, RowTransfer rows, long rowsBefore) throws IOException {
        int encoded = 0;
        for (int from = 0; from < count; from += encoded) {
            encoded = records.encode(from);
            if (encoded == 0) {
                throw refused(
                        "row " + (rowsBefore + from + 1),
                        "the row has more than " + RecordEncoder.LONGEST_RECORD + " bytes, which is what SQLite takes");
            }
            for (int i = 0; i < encoded; i++) {
                rows.add(records.bytes(), records.start(i), records.length(i));
            }
        }
    }

    private void copy(RowTransfer rows) throws IOException, SQLException {
        try {
            rows.copy();
        } catch (SQLException e) {
            if (dialect.errorCode(e) != ErrorCode.VALUE_REFUSED) {
                throw dialect.failure("writing table '" + target() + "'", e);
            }
            long row = rows.firstRefused();
            String place = "row " + (rows.copiedRows() + row);
            ConnectorException refused = refused(
                    place + " of split " + task.split() + key(rows, row),
                    e.getMessage()
                            .replace(staging.name().name(), task.request().target().name()));
            refused.initCause(e);
            throw refused;
        }
    }

    private String key(RowTransfer rows, long row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : schema.primaryKey()) {
            values.add(name + " = " + rows.value(row, schema.indexOf(name).orElseThrow()));
        }
        return values.isEmpty() ? "" : " (" + String.join(", ", values) + ")";
    }

    /** SQLite would store NaN as NULL. */
    private void requireNumbers(RecordBatch batch, long rowsBefore) {
        for (int i = 0; i < schema.size(); i++) {
            int row = firstNaN(batch.column(i));
            if (row >= 0) {
                throw refused(
                        "column '" + schema.field(i).name() + "', row " + (rowsBefore + row + 1) + " of split "
                                + task.split(),
                        "SQLite can't store NaN: filter these rows out, or cast the column to string");
            }
        }
    }

    private static int firstNaN(Column column) {
        return switch (column) {
            case DoubleColumn doubles -> {
                double[] values = doubles.values();
                for (int row = 0; row < doubles.size(); row++) {
                    if (Double.isNaN(values[row]) && !doubles.isNull(row)) {
                        yield row;
                    }
                }
                yield -1;
            }
            case FloatColumn floats -> {
                float[] values = floats.values();
                for (int row = 0; row < floats.size(); row++) {
                    if (Float.isNaN(values[row]) && !floats.isNull(row)) {
                        yield row;
                    }
                }
                yield -1;
            }
            default -> -1;
        };
    }

    private ConnectorException refused(String place, String reason) {
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED, "SQLite table '" + target() + "', " + place + ": " + reason);
    }

    private ConnectorException unwritten(ScratchFile scratch, IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean full = message.contains("No space left") || message.contains("Disk quota exceeded");
        return new ConnectorException(
                full ? ErrorCode.DISK_FULL : ErrorCode.EXTERNAL_FAILURE,
                "SQLite table '" + target() + "': writing its rows to " + scratch.path() + ": " + message
                        + (full ? "; nothing was published. Free some space and run again" : ""),
                e);
    }

    private String target() {
        return task.request().target().toString();
    }
}
