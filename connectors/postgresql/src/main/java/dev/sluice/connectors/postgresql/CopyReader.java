package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.KeptConnections;
import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.increment.IncrementRange;
import dev.sluice.connectors.jdbc.server.ServerOptions;
import dev.sluice.connectors.postgresql.copy.RefusedField;
import dev.sluice.connectors.postgresql.copy.RowDecoder;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.postgresql.copy.CopyOut;

/** Reads one split through binary COPY. */
final class CopyReader {
    private static final Set<String> NO_SUCH_SNAPSHOT = Set.of("22023", "42704");

    static final String ONE_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";

    private final ReadRequest request;
    private final BatchOutput out;

    private CopyReader(ReadRequest request, BatchOutput out) {
        this.request = request;
        this.out = out;
    }

    /** @param connections where those are that have read other splits */
    static void read(ReadRequest request, Split split, BatchOutput out, KeptConnections connections)
            throws InterruptedException {
        Options options = request.options();
        try {
            connections.step(options, () -> Session.open(options), connection -> {
                connection.setAutoCommit(false);
                Statements.run(connection, ONE_SNAPSHOT);
                new CopyReader(request, out).read(connection, split);
                connection.commit();
                return split;
            });
        } catch (SQLException e) {
            throw failure(request, e);
        }
    }

    /** The rows that a condition tells, as an open transaction sees them. */
    static void read(Connection connection, ReadRequest request, Condition condition, String tail, BatchOutput out)
            throws SQLException, InterruptedException {
        CopyReader reader = new CopyReader(request, out);
        reader.copy(connection, reader.selectList() + " " + reader.wholeStream() + condition.where() + tail);
    }

    private void read(Connection connection, Split split) throws SQLException, InterruptedException {
        List<Part> parts = Part.of(split);
        Condition rows = IncrementRange.condition(PostgresDialect.INSTANCE, request.increment(), split);
        if (!Part.snapshot(split).isEmpty()) {
            enter(connection, Part.snapshot(split));
        }
        if (parts.isEmpty()) {
            read(connection, request, rows, "", out);
        }
        for (Part part : parts) {
            copy(
                    connection,
                    selectList() + " FROM ONLY " + part.table()
                            + Condition.of(part.condition()).and(rows).where());
        }
    }

    private void enter(Connection connection, String snapshot) throws SQLException {
        try {
            Statements.run(connection, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
        } catch (SQLException e) {
            if (!NO_SUCH_SNAPSHOT.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "PostgreSQL: the connection that held the source's point in time was lost (" + ServerText.of(e)
                            + "); run again",
                    e);
        }
        if (request.options().get(ServerOptions.LOCK_TIMEOUT) == 0) {
            // who waits to change the table waits for the plan's lock, and this read would wait for them
            Statements.run(connection, "SET LOCAL lock_timeout = '10s'");
        }
    }

    private String selectList() {
        return "SELECT "
                + request.schema().fields().stream().map(CopyReader::expression).collect(Collectors.joining(", "));
    }

    private static String expression(Field field) {
        return NativeTypes.expression(field, PostgresDialect.INSTANCE.quote(field.name()));
    }

    private String wholeStream() {
        CatalogStream stream = request.stream();
        return stream.kind() == CatalogStream.Kind.QUERY
                ? "FROM " + QueryText.inBrackets(stream.query()) + " AS query"
                : "FROM " + PostgresDialect.INSTANCE.quote(stream.name());
    }

    private void copy(Connection connection, String select) throws SQLException, InterruptedException {
        Schema schema =
                new Schema(request.schema().fields(), request.stream().schema().primaryKey());
        RowDecoder decoder = new RowDecoder(schema, request.batchSize());
        CopyOut copy = Session.copyManager(connection).copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
        try {
            RecordBatch batch = fill(copy, decoder);
            while (batch != null) {
                out.emit(batch);
                batch = fill(copy, decoder);
            }
            RecordBatch rest = decoder.finish();
            if (rest != null) {
                out.emit(rest);
            }
        } catch (RefusedField e) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    "PostgreSQL table '" + request.stream().name() + "', " + e.description());
        } finally {
            if (copy.isActive()) {
                // closing the connection ends the COPY; cancelling it would first read all rows that are on their way
                connection.abort(Runnable::run);
            }
        }
    }

    /**
     * Reads rows until they fill a batch; null at their end. A method of its own: a loop over all rows would be compiled
     * while it runs, and anew each time that a batch is full.
     */
    private static RecordBatch fill(CopyOut copy, RowDecoder decoder) throws SQLException {
        byte[] message = copy.readFromCopy();
        while (message != null) {
            RecordBatch batch = decoder.add(message);
            if (batch != null) {
                return batch;
            }
            message = copy.readFromCopy();
        }
        return null;
    }

    static ConnectorException failure(ReadRequest request, SQLException error) {
        String name = request.stream().name().toString();
        if ("42501".equals(error.getSQLState()) && request.stream().kind() != CatalogStream.Kind.QUERY) {
            return new ConnectorException(
                    ErrorCode.PERMISSION_DENIED,
                    "PostgreSQL: reading '" + name + "': " + ServerText.of(error) + "; run GRANT SELECT ON "
                            + PostgresDialect.INSTANCE.quote(request.stream().name()) + " TO "
                            + PostgresDialect.INSTANCE.quote(request.options().get(ServerOptions.USER)),
                    error);
        }
        return PostgresDialect.INSTANCE.failure("reading '" + name + "'", error);
    }
}
