package dev.sluice.connectors.jdbc.refuse;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.text.JsonRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Loads a task's rows piece by piece, each behind a savepoint, and halves a piece that the server refuses until it is one
 * row: that one is rejected, or named as what ends the run.
 */
public final class Pieces {
    private static final long PIECE_BYTES = 8L << 20;

    private final Dialect dialect;
    private final Connection connection;
    private final StreamName staging;
    private final WriteTask task;
    private final BatchInput in;
    private final Loader loader;

    /** Loads all rows of an input. */
    @FunctionalInterface
    public interface Loader {
        Loaded load(BatchInput in) throws Exception;
    }

    public Pieces(
            Dialect dialect, Connection connection, StreamName staging, WriteTask task, BatchInput in, Loader loader) {
        this.dialect = dialect;
        this.connection = connection;
        this.staging = staging;
        this.task = task;
        this.in = in;
        this.loader = loader;
    }

    public Loaded load() throws Exception {
        long most = Math.min(PIECE_BYTES, task.request().taskMemory());
        Loaded loaded = new Loaded(0, 0);
        List<RecordBatch> piece = new ArrayList<>();
        long bytes = 0;
        long before = 0;
        for (RecordBatch batch = in.next(); batch != null; batch = in.next()) {
            piece.add(batch);
            bytes += batch.sizeInBytes();
            if (bytes >= most) {
                loaded = loaded.plus(load(piece, before));
                before += rows(piece);
                piece.clear();
                bytes = 0;
            }
        }
        return loaded.plus(load(piece, before));
    }

    private static int rows(List<RecordBatch> piece) {
        return piece.stream().mapToInt(RecordBatch::rowCount).sum();
    }

    /** @param before rows of the split before the piece */
    private Loaded load(List<RecordBatch> piece, long before) throws Exception {
        if (rows(piece) == 0) {
            return new Loaded(0, 0);
        }
        PieceErrors errors = new PieceErrors(in.rowErrors(), before);
        Savepoint savepoint = dialect.savepoint(connection);
        Loaded loaded;
        try {
            loaded = loader.load(new PieceInput(in.schema(), piece, errors));
            dialect.release(connection, savepoint);
        } catch (PieceErrors.Ended e) {
            throw e.row().asFailure();
        } catch (SQLException | ConnectorException e) {
            SQLException why = refusal(e).orElseThrow(() -> e);
            goBack(savepoint, why);
            return narrow(piece, before, why);
        }
        errors.pass();
        return loaded;
    }

    private Optional<SQLException> refusal(Exception failure) {
        SQLException error = failure instanceof SQLException direct
                ? direct
                : failure.getCause() instanceof SQLException cause ? cause : null;
        return Optional.ofNullable(error).filter(e -> dialect.errorCode(e) == ErrorCode.VALUE_REFUSED);
    }

    /** Some errors take the whole transaction with them: then the first of them is all there is to say. */
    private void goBack(Savepoint savepoint, SQLException why) throws SQLException {
        try {
            dialect.rollback(connection, savepoint);
        } catch (SQLException e) {
            why.addSuppressed(e);
            throw why;
        }
    }

    private Loaded narrow(List<RecordBatch> piece, long before, SQLException why) throws Exception {
        int rows = rows(piece);
        if (rows == 1) {
            refuse(piece.getFirst(), before, why);
            return new Loaded(0, 0);
        }
        int half = rows / 2;
        return load(rows(piece, 0, half), before).plus(load(rows(piece, half, rows), before + half));
    }

    /** Some of a piece's rows. */
    private static List<RecordBatch> rows(List<RecordBatch> piece, int from, int to) {
        List<RecordBatch> some = new ArrayList<>();
        int start = 0;
        for (RecordBatch batch : piece) {
            int first = Math.max(from - start, 0);
            int last = Math.min(to - start, batch.rowCount());
            if (first < last) {
                boolean all = first == 0 && last == batch.rowCount();
                some.add(all ? batch : batch.select(IntStream.range(first, last).toArray()));
            }
            start += batch.rowCount();
        }
        return some;
    }

    private void refuse(RecordBatch row, long position, SQLException why) {
        StreamName target = task.request().target();
        BadRow bad = dialect.refusal(why)
                .about(target, staging)
                .row(
                        dialect.product() + " table '" + target + "', split " + task.split(),
                        position,
                        JsonRow.of(row, 0));
        if (in.rowErrors().policy() != OnError.REJECT) {
            throw Refusal.failure(bad, Refusal.MEND_IT);
        }
        in.rowErrors().reject(bad);
    }
}
