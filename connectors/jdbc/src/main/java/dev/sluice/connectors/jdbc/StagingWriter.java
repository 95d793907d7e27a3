package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.refuse.Pieces;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/** Stages a task's rows, in one transaction together with their row in the ledger; once, however often it is tried. */
final class StagingWriter {
    private final JdbcDestination destination;
    private final Dialect dialect;
    private final Connection connection;
    private final WriteTask task;
    private final Staging staging;

    /** @param connection outside a transaction; one may be open once it was used */
    StagingWriter(JdbcDestination destination, Connection connection, WriteTask task, Staging staging) {
        this.destination = destination;
        this.dialect = destination.dialect(connection);
        this.connection = connection;
        this.task = task;
        this.staging = staging;
    }

    CommitToken write(BatchInput in) throws Exception {
        Ledger ledger = new Ledger(dialect, staging.ledger());
        Optional<CommitToken> earlier = ledger.find(connection, task.split(), task.keys());
        if (earlier.isPresent()) {
            drain(in);
            return earlier.get();
        }
        connection.setAutoCommit(false);
        try {
            CommitToken token = stage(in);
            try {
                ledger.insert(connection, token, task.keys());
            } catch (SQLException e) {
                // where the disk is full, the database may have rolled back by itself and say so
                Statements.rollback(connection, e);
                return ledger.find(connection, task.split(), task.keys()).orElseThrow(() -> e);
            }
            if (task.handle().properties().containsKey(Publisher.LEASED) && dialect.hasOneWriter()) {
                new LeaseTable(dialect, task.request()).requireHeld(connection);
            }
            connection.commit();
            return token;
        } catch (Exception e) {
            Statements.rollback(connection, e);
            throw e;
        }
    }

    /** Rows of a merge go with a number each, and keys to a table of their own. */
    private CommitToken stage(BatchInput in) throws Exception {
        WriteRequest request = task.request();
        if (!task.keys() && request.mode() != WriteMode.MERGE) {
            return load(staging.table(), task, in).token(task, Map.of());
        }
        Schema schema = task.keys() ? keys(request.schema()) : request.schema();
        KeyedInput keyed = new KeyedInput(in, task, dialect.product(), schema, !task.keys());
        WriteTask staged = task.withRequest(request.withSchema(keyed.schema()));
        return load(task.keys() ? staging.keys() : staging.table(), staged, keyed)
                .token(task, keyed.keys().properties());
    }

    private Loaded load(StreamName table, WriteTask staged, BatchInput in) throws Exception {
        return destination.loadsInPieces(connection, in.rowErrors().policy())
                ? new Pieces(
                                dialect,
                                connection,
                                table,
                                staged,
                                in,
                                piece -> destination.load(connection, table, staged, piece))
                        .load()
                : destination.load(connection, table, staged, in);
    }

    private static Schema keys(Schema schema) {
        return new Schema(
                schema.primaryKey().stream()
                        .map(name -> schema.field(schema.indexOf(name).orElseThrow()))
                        .toList(),
                schema.primaryKey());
    }

    private static void drain(BatchInput in) throws InterruptedException {
        RecordBatch batch = in.next();
        while (batch != null) {
            batch = in.next();
        }
    }
}
