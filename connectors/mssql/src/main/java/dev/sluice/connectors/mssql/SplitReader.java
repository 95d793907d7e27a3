package dev.sluice.connectors.mssql;

import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.result.ResultCell;
import dev.sluice.connectors.jdbc.result.ResultReader;
import dev.sluice.connectors.jdbc.split.SharedSnapshot;
import dev.sluice.connectors.jdbc.split.SharedSnapshots;
import dev.sluice.connectors.jdbc.split.SplitRows;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.ColumnBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads one split, on a connection of the plan's snapshot or on its own. */
final class SplitReader {
    private final ReadRequest request;
    private final Split split;
    private final BatchOutput out;

    SplitReader(ReadRequest request, Split split, BatchOutput out) {
        this.request = request;
        this.split = split;
        this.out = out;
    }

    void read() throws SQLException, InterruptedException {
        String snapshot = split.properties().get(TableSplits.SNAPSHOT);
        if (snapshot == null) {
            readAlone();
        } else {
            SharedSnapshots.read(snapshot, this::read);
        }
    }

    private void readAlone() throws SQLException, InterruptedException {
        try (Connection connection = Session.openToRead(request.options())) {
            boolean snapshot = request.options().get(MssqlOptions.CONSISTENT_READ)
                    && Consistency.of(connection) == Consistency.SNAPSHOT;
            connection.setTransactionIsolation(
                    snapshot ? SQLServerConnection.TRANSACTION_SNAPSHOT : Connection.TRANSACTION_READ_COMMITTED);
            connection.setAutoCommit(false);
            if (!read(connection)) {
                SharedSnapshot.abort(connection);
            }
        }
    }

    /** Whether the connection can be used again: nothing of the result is left on its way. */
    private boolean read(Connection connection) throws SQLException, InterruptedException {
        return select(connection, SplitRows.condition(MssqlDialect.INSTANCE, request, split), "", request, out);
    }

    /** The same of any rows of a request's stream. */
    static boolean select(Connection connection, Condition condition, String tail, ReadRequest request, BatchOutput out)
            throws SQLException, InterruptedException {
        boolean query = request.stream().kind() == CatalogStream.Kind.QUERY;
        PreparedStatement statement = connection.prepareStatement(
                sql(request, condition, tail), ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
        condition.bind(MssqlDialect.INSTANCE, statement, 1);
        boolean complete = false;
        try {
            ResultSet result = statement.executeQuery();
            new ResultReader(
                            MssqlDialect.INSTANCE.product(),
                            request,
                            out,
                            (field, column) -> cell(field, column, query),
                            positions(request, query))
                    .readAll(result);
            complete = true;
            return true;
        } finally {
            if (complete) {
                statement.close();
            } else {
                // closing a result reads the rest of it
                SharedSnapshot.abort(connection);
            }
        }
    }

    /** Instants of tables come as clocks in UTC. */
    private static ResultCell cell(Field field, ColumnBuilder column, boolean query) {
        return field.type() instanceof Type.TimestampTz(int precision) && !query
                ? ResultCell.of(new Type.Timestamp(precision), column)
                : ResultCell.of(field.type(), column);
    }

    /** A query's result has all its columns, in its own order. */
    private static int[] positions(ReadRequest request, boolean query) {
        Schema result = query ? request.stream().schema() : request.schema();
        return request.schema().fields().stream()
                .mapToInt(field -> 1
                        + result.indexOf(field.name())
                                .orElseThrow(() -> new ConnectorException(
                                        ErrorCode.COLUMN_NOT_FOUND,
                                        "query '" + request.stream().name() + "' has no column '" + field.name()
                                                + "'")))
                .toArray();
    }

    private static String sql(ReadRequest request, Condition condition, String tail) {
        CatalogStream stream = request.stream();
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return request.increment() == null
                    ? QueryText.bare(stream.query())
                    : "SELECT * FROM " + QueryText.inBrackets(stream.query()) + " AS query" + condition.where() + tail;
        }
        String columns = request.schema().fields().stream()
                .map(field -> ColumnType.expression(field.nativeType(), MssqlDialect.INSTANCE.quote(field.name())))
                .collect(Collectors.joining(", "));
        return "SELECT " + columns + " FROM " + MssqlDialect.INSTANCE.quote(stream.name()) + condition.where() + tail;
    }

    /**
     * Fails for a query that can't stand in brackets, where only some of its rows are wanted.
     *
     * @throws ConnectorException INVALID_CONFIGURATION
     */
    static void requireInBrackets(CatalogStream stream) {
        if (stream.kind() == CatalogStream.Kind.QUERY
                && stream.query().strip().toLowerCase(Locale.ROOT).matches("(?s)with\\b.*")) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "query '" + stream.name() + "' begins with WITH, which SQL Server takes in no subquery, so it can't"
                            + " be read incrementally: make a view of it, or write the parts where they are used");
        }
    }

    /** A failure of the server, with what to grant where a privilege is missing. */
    static ConnectorException failure(ReadRequest request, SQLException error) {
        MssqlDialect dialect = MssqlDialect.INSTANCE;
        String name = request.stream().name().toString();
        boolean denied = dialect.errorCode(error) == ErrorCode.PERMISSION_DENIED
                && request.stream().kind() != CatalogStream.Kind.QUERY;
        return denied
                ? new ConnectorException(
                        ErrorCode.PERMISSION_DENIED,
                        "SQL Server: reading '" + name + "': " + ServerText.of(error) + "; run GRANT SELECT ON "
                                + dialect.quote(request.stream().name()) + " TO the user",
                        error)
                : dialect.failure("reading '" + name + "'", error);
    }
}
