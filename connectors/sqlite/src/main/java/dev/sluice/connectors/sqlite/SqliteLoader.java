package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.connectors.sqlite.pages.KeyEncoder;
import dev.sluice.connectors.sqlite.pages.RecordEncoder;
import dev.sluice.connectors.sqlite.pages.TableWriter;
import dev.sluice.connectors.sqlite.pages.TextEncoding;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.JsonRow;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

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
    private final RowErrors errors;
    /** Positions in the split of rows that SQLite can't hold. */
    private final NavigableSet<Long> leftOut = new TreeSet<>();
    /** How many others the staging table didn't take. */
    private long refused;

    SqliteLoader(Connection connection, Table staging, WriteTask task, RowErrors errors) {
        this.connection = connection;
        this.staging = staging;
        this.task = task;
        this.errors = errors;
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
        long read = 0;
        long bytes = 0;
        for (RecordBatch all = in.next(); all != null; all = in.next()) {
            RecordBatch batch = storable(all, columns, read);
            columns.take(batch);
            records.take(batch);
            if (columns.key().isPresent() && !columns.key().get().ascends()) {
                copy(rows);
                columns.key().get().beValue();
            }
            add(batch, records, columns, rows, read);
            read += all.rowCount();
            bytes += batch.sizeInBytes();
            if (rows.isFull()) {
                copy(rows);
            }
        }
        copy(rows);
        return new Loaded(read - leftOut.size() - refused, bytes);
    }

    private void add(
            RecordBatch batch, RecordEncoder records, ScratchColumns columns, RowTransfer rows, long rowsBefore)
            throws IOException {
        Optional<KeyEncoder> key = columns.key().filter(KeyEncoder::isRowid);
        int encoded = 0;
        for (int from = 0; from < batch.rowCount(); from += encoded) {
            encoded = records.encode(from);
            if (encoded == 0) {
                String reason =
                        "it takes more than " + RecordEncoder.LONGEST_RECORD + " bytes, the most that SQLite stores";
                refuse(new Refusal("", reason), position(rowsBefore + from, leftOut.tailSet(rowsBefore)), batch, from);
                encoded = 1;
                continue;
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
            if (!isRefusal(e)) {
                throw dialect.failure("writing table '" + target() + "'", e);
            }
            refused += rows.copyTaken(this::isRefusal, (rowid, why) -> {
                BadRow bad = dialect.refusal(why)
                        .about(target(), staging.name())
                        .row(place(), position(rows.number(rowid), leftOut), rows.json(rowid, schema));
                if (errors.policy() != OnError.REJECT) {
                    throw Refusal.failure(bad, Refusal.MEND_IT);
                }
                errors.reject(bad);
            });
        }
    }

    private boolean isRefusal(SQLException error) {
        return dialect.errorCode(error) == ErrorCode.VALUE_REFUSED;
    }

    /** The rows of a batch without those that SQLite would store as others. */
    private RecordBatch storable(RecordBatch batch, ScratchColumns columns, long rowsBefore) {
        BitSet without = new BitSet();
        for (int i = 0; i < schema.size(); i++) {
            for (Unstorable found : Unstorable.find(batch, i, columns.isKey(i))) {
                if (!without.get(found.row())) {
                    without.set(found.row());
                    refuse(
                            new Refusal(schema.field(i).name(), found.reason()),
                            rowsBefore + found.row(),
                            batch,
                            found.row());
                }
            }
        }
        return batch.without(without);
    }

    private void refuse(Refusal why, long position, RecordBatch batch, int row) {
        errors.reject(why.row(place(), position, JsonRow.of(batch, row)));
        leftOut.add(position);
    }

    /** The position in the split of a row that is the nth of those not left out, from 0. */
    private static long position(long number, SortedSet<Long> leftOut) {
        long position = number;
        for (long left : leftOut) {
            if (left > position) {
                break;
            }
            position++;
        }
        return position;
    }

    private String place() {
        return "SQLite table '" + target() + "', split " + task.split();
    }

    private StreamName target() {
        return task.request().target();
    }
}
