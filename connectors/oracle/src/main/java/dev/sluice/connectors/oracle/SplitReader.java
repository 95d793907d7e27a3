package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.result.ResultReader;
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

/** Reads one split. */
final class SplitReader {
    private static final OracleDialect DIALECT = OracleDialect.OLDEST;

    private final Session session;
    private final ReadRequest request;
    private final Split split;
    private final BatchOutput out;

    SplitReader(Session session, ReadRequest request, Split split, BatchOutput out) {
        this.session = session;
        this.request = request;
        this.split = split;
        this.out = out;
    }

    void read() throws SQLException, InterruptedException {
        try (Connection connection = session.openToRead(request.options())) {
            select(connection, RowidRange.condition(split).and(SplitRows.condition(DIALECT, request, split)), "");
        }
    }

    /**
     * Reads rows of the request's stream as of the split's point in time.
     *
     * @param tail what follows the condition
     */
    void select(Connection connection, Condition condition, String tail) throws SQLException, InterruptedException {
        requireReadable();
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT " + columns() + " FROM " + from() + condition.where() + tail,
                ResultSet.TYPE_FORWARD_ONLY,
                ResultSet.CONCUR_READ_ONLY)) {
            statement.setFetchSize(RowWidth.fetchSize(request.schema()));
            Session.limit(statement, request.options());
            condition.bind(DIALECT, statement, 1);
            try (ResultSet result = statement.executeQuery()) {
                Cells cells = new Cells(request.taskMemory());
                new ResultReader(DIALECT.product(), request, out, cells::of).readAll(result);
            }
        }
    }

    private void requireReadable() {
        String unreadable = request.schema().fields().stream()
                .filter(field -> !field.nativeType().isEmpty() && ColumnType.isUnreadable(field.nativeType()))
                .map(field -> "'" + field.name() + "' (" + field.nativeType() + ")")
                .collect(Collectors.joining(", "));
        if (!unreadable.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.UNSUPPORTED,
                    "Oracle: '" + request.stream().name() + "' has columns of types that can't be read: " + unreadable
                            + "; leave them out under 'columns', or read a query that makes texts or numbers of them");
        }
    }

    private String columns() {
        return request.schema().fields().stream().map(SplitReader::expression).collect(Collectors.joining(", "));
    }

    private static String expression(Field field) {
        return ColumnType.expression(field.nativeType(), DIALECT.quote(field.name()));
    }

    private String from() {
        CatalogStream stream = request.stream();
        if (stream.kind() == CatalogStream.Kind.QUERY) {
            return QueryText.inBrackets(stream.query()) + " query";
        }
        String scn = split.properties().get(TableSplits.SCN);
        return DIALECT.quote(stream.name()) + (scn == null ? "" : PointInTime.clause(Long.parseLong(scn)));
    }

    /** A failure of the server, with what to grant where a privilege may be missing. */
    static ConnectorException failure(ReadRequest request, SQLException error) {
        String name = request.stream().name().toString();
        ErrorCode code = DIALECT.errorCode(error);
        boolean hidden = code == ErrorCode.STREAM_NOT_FOUND || code == ErrorCode.PERMISSION_DENIED;
        return hidden && request.stream().kind() != CatalogStream.Kind.QUERY
                ? new ConnectorException(
                        code,
                        "Oracle: reading '" + name + "': " + ConnectFailure.text(error)
                                + "; if it is there, run GRANT SELECT ON "
                                + DIALECT.quote(request.stream().name()) + " TO the user",
                        error)
                : DIALECT.failure("reading '" + name + "'", error);
    }
}
