package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.split.SharedSnapshot;
import dev.sluice.connectors.jdbc.split.SharedSnapshots;
import dev.sluice.connectors.jdbc.split.SplitRows;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Field;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
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
            connection.setAutoCommit(false);
            if (!read(connection)) {
                SharedSnapshot.abort(connection);
            }
        }
    }

    /** Whether the connection can be used again: nothing of the result is left on its way. */
    private boolean read(Connection connection) throws InterruptedException {
        try {
            return select(connection);
        } catch (SQLException e) {
            throw failure(request, MysqlDialect.of(connection), e);
        }
    }

    private boolean select(Connection connection) throws SQLException, InterruptedException {
        String columns = request.schema().fields().stream()
                .map(field -> ColumnType.expression(field.nativeType(), MysqlDialect.EITHER.quote(field.name())))
                .collect(Collectors.joining(", "));
        return select(connection, columns, SplitRows.condition(MysqlDialect.EITHER, request, split), request, out);
    }

    /** Reads the largest value of a request's only column; by MAX, since sorting wants room for the longest texts there are. */
    static void readLargest(Connection connection, Condition condition, ReadRequest request, BatchOutput out)
            throws SQLException, InterruptedException {
        Field column = request.schema().field(0);
        String largest = "MAX(" + MysqlDialect.EITHER.quote(column.name()) + ")";
        select(connection, ColumnType.expression(column.nativeType(), largest), condition, request, out);
    }

    private static boolean select(
            Connection connection, String columns, Condition condition, ReadRequest request, BatchOutput out)
            throws SQLException, InterruptedException {
        PreparedStatement statement = connection.prepareStatement(
                "SELECT " + columns + " FROM " + from(request) + condition.where(),
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY);
        // rows are read from the socket one by one; more would be kept in memory, however long they are
        statement.setFetchSize(1);
        condition.bind(MysqlDialect.EITHER, statement, 1);
        ResultSet result = statement.executeQuery();
        boolean complete = false;
        try {
            new RowReader(MysqlDialect.of(connection).product(), request, out).readAll(connection, result);
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

    private static String from(ReadRequest request) {
        CatalogStream stream = request.stream();
        return stream.kind() == CatalogStream.Kind.QUERY
                ? QueryText.inBrackets(stream.query()) + " AS query"
                : MysqlDialect.EITHER.quote(stream.name());
    }

    /** A failure of the server, with what to grant where a privilege is missing. */
    static ConnectorException failure(ReadRequest request, MysqlDialect dialect, SQLException error) {
        String name = request.stream().name().toString();
        boolean denied = dialect.errorCode(error) == ErrorCode.PERMISSION_DENIED
                && request.stream().kind() != CatalogStream.Kind.QUERY;
        return denied
                ? new ConnectorException(
                        ErrorCode.PERMISSION_DENIED,
                        dialect.product() + ": reading '" + name + "': " + ServerText.of(error)
                                + "; run GRANT SELECT ON "
                                + dialect.quote(request.stream().name()) + " TO the user",
                        error)
                : dialect.failure("reading '" + name + "'", error);
    }
}
