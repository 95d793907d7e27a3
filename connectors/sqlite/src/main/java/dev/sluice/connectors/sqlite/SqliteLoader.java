package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.sqlite.RowTransfer.Refused;
import dev.sluice.connectors.sqlite.pages.KeyEncoder;
import dev.sluice.connectors.sqlite.pages.RecordEncoder;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        TextEncoding encoding = TextEncoding.of(Statements.query(connection, "PRAGMA encoding", row -> row.getString(1))
                .getFirst());
        ScratchColumns columns = new ScratchColumns(schema, staging, encoding);
        ScratchFile scratch = ScratchFile.of(task);
        try (RandomAccessFile file = scratch.create()) {
            RowTransfer rows = new RowTransfer(
                    connection, dialect.quote(staging.name()), scratch.uri(), columns, new TableWriter(file, encoding));
            return load(in, columns, rows);
        } catch (IOException e) {
            throw scratch.failure(target(), e);
        }
    }

    private Loaded load(BatchInput in, ScratchColumns columns, RowTransfer rows) throws Exception {
        RecordEncoder records = new RecordEncoder(columns.encoders());
        long count = 0;
        long bytes = 0;
        for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
            requireStorable(batch, columns, count);
            columns.take(batch);
            records.take(batch);
            if (columns.key().isPresent() && !columns.key().get().ascends()) {
                copy(rows);
                columns.key().get().beValue();
            }
            add(batch.rowCount(), records, columns, rows, count);
            count += batch.rowCount();
            bytes += batch.sizeInBytes();
            if (rows.isFull()) {
                copy(rows);
            }
        }
        copy(rows);
        return new Loaded(count, bytes);
    }

    private void add(int count, RecordEncoder records, ScratchColumns columns, RowTransfer rows, long rowsBefore)
            throws IOException {
        Optional<KeyEncoder> key = columns.key().filter(KeyEncoder::isRowid);
        int encoded = 0;
        for (int from = 0; from < count; from += encoded) {
            encoded = records.encode(from);
            if (encoded == 0) {
                throw refused(
                        rowsBefore + from + 1,
                        "",
                        "it takes more than " + RecordEncoder.LONGEST_RECORD + " bytes, the most that SQLite stores",
                        null);
            }
            for (int i = 0; i < encoded; i++) {
                long rowid = key.isPresent() ? key.get().rowid(from + i) : rowsBefore + from + i + 1;
                rows.add(rowid, records.bytes(), records.start(i), records.length(i));
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
            Refused row = rows.firstRefused();
            String reason = e.getMessage().replace(staging.name().name(), target().name());
            throw refused(rows.copiedRows() + row.number(), key(rows, row), reason, e);
        }
    }

    /** What the stream calls the row by. */
    private String key(RowTransfer rows, Refused row) throws SQLException {
        List<String> values = new ArrayList<>();
        for (String name : schema.primaryKey()) {
            values.add(name + " = " + rows.value(row, schema.indexOf(name).orElseThrow()));
        }
        return values.isEmpty() ? "" : " (" + String.join(", ", values) + ")";
    }

    private void requireStorable(RecordBatch batch, ScratchColumns columns, long rowsBefore) {
        for (int i = 0; i < schema.size(); i++) {
            Optional<Unstorable> found = Unstorable.find(batch, i, columns.isKey(i));
            if (found.isPresent()) {
                String column = ", column '" + schema.field(i).name() + "'";
                throw refused(
                        rowsBefore + found.get().row() + 1, column, found.get().reason(), null);
            }
        }
    }

    private ConnectorException refused(long row, String more, String reason, SQLException cause) {
        return new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                "SQLite table '" + target() + "', row " + row + " of split " + task.split() + more + ": " + reason,
                cause);
    }

    private StreamName target() {
        return task.request().target();
    }
}
