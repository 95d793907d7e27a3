package dev.sluice.connectors.mssql;

import com.microsoft.sqlserver.jdbc.SQLServerConnection;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.connectors.jdbc.split.KeyRange;
import dev.sluice.connectors.jdbc.split.KeyRangeSplits;
import dev.sluice.connectors.jdbc.split.SharedSnapshot;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Cuts a table into ranges of its primary key that several connections read.
 *
 * <p>A snapshot of SQL Server belongs to its transaction, and two that begin one after the other see different points in
 * time. So they begin while a shared lock keeps everybody from changing the table: what it holds is the same for all of
 * them, whatever is changed after that.
 */
final class TableSplits extends KeyRangeSplits {
    /** Who wants to write to the table waits as long as we do. */
    private static final int LOCK_MILLIS = 5000;

    private final ReadRequest request;
    private final Options options;

    TableSplits(ReadRequest request, long minimumRows) {
        super(MssqlDialect.INSTANCE, request, minimumRows);
        this.request = request;
        this.options = request.options();
    }

    @Override
    protected Dialect dialect() {
        return MssqlDialect.INSTANCE;
    }

    @Override
    protected Connection connect() {
        return Session.openToRead(options);
    }

    @Override
    protected void readLargest(
            Connection connection, ReadRequest column, Condition condition, String order, BatchOutput out)
            throws SQLException, InterruptedException {
        SplitReader.select(connection, condition, order, column, out);
    }

    @Override
    protected ConnectorException failure(String doing, SQLException error) {
        return SplitReader.failure(request, error);
    }

    /** Versions are given out when rows are written: below the smallest one of a transaction that is still open all are known. */
    @Override
    protected Cap cap(Connection connection, Field cursor) throws SQLException {
        SplitReader.requireInBrackets(request.stream());
        if (!cursor.nativeType().equals("rowversion") || Consistency.of(connection) == Consistency.REPLICA) {
            return Cap.NONE;
        }
        String largest = Statements.query(
                        connection,
                        "SELECT CAST(MIN_ACTIVE_ROWVERSION() AS bigint) - 1",
                        row -> Base64.getEncoder()
                                .encodeToString(ByteBuffer.allocate(Long.BYTES)
                                        .putLong(row.getLong(1))
                                        .array()))
                .getFirst();
        return new Cap(largest, "rows of transactions that aren't finished are left to the next run");
    }

    @Override
    protected long estimatedRows(Connection connection, CatalogStream stream) throws SQLException {
        return Statements.queryLong(
                connection,
                "SELECT COALESCE(SUM(p.rows), 0) FROM sys.partitions p WHERE p.object_id = OBJECT_ID(?)"
                        + " AND p.index_id IN (0, 1)",
                dialect().quote(stream.name()));
    }

    @Override
    protected SplitPlan plan(Connection connection, List<KeyRange> ranges) throws SQLException {
        if (cutsInOtherCodePages(ranges)) {
            return single(List.of("one split: the key has letters beyond ASCII in a column that isn't nvarchar"));
        }
        if (!options.get(MssqlOptions.CONSISTENT_READ)) {
            return each(ranges, "each split sees its own point in time, since consistent_read is false");
        }
        return switch (Consistency.of(connection)) {
            case READ_ONLY -> each(ranges, ranges.size() + " splits: nobody writes to the database");
            case REPLICA ->
                single(List.of("one split: the connections to a readable copy each see their own point in time; set"
                        + " properties: {applicationIntent: ReadWrite} to read from the primary, or consistent_read:"
                        + " false"));
            case SNAPSHOT -> atOnePointOrSingle(ranges);
            case STATEMENT, NONE ->
                single(List.of("one split: the database doesn't allow snapshot isolation; ALTER DATABASE … SET"
                        + " ALLOW_SNAPSHOT_ISOLATION ON, or set consistent_read: false"));
        };
    }

    @Override
    protected SplitPlan single(List<String> notes) {
        try (Connection connection = connect()) {
            boolean torn = options.get(MssqlOptions.CONSISTENT_READ) && Consistency.of(connection) == Consistency.NONE;
            return super.single(
                    torn
                            ? Stream.concat(
                                            notes.stream(),
                                            Stream.of(
                                                    "rows that are written meanwhile may be seen in part: the database"
                                                            + " has neither snapshot isolation nor"
                                                            + " READ_COMMITTED_SNAPSHOT"))
                                    .toList()
                            : notes);
        } catch (SQLException e) {
            throw dialect().failure("looking at the database's isolation", e);
        }
    }

    private SplitPlan atOnePointOrSingle(List<KeyRange> ranges) throws SQLException {
        try {
            return atOnePoint(ranges, snapshot(connections(ranges)));
        } catch (SQLException e) {
            if (ServerText.number(e) != MssqlDialect.LOCK_TIMED_OUT) {
                throw e;
            }
            return single(List.of("one split: somebody writes to the table, so that it can't be locked for the moment"
                    + " that several connections need to see one point in time"));
        }
    }

    private SharedSnapshot snapshot(int connections) throws SQLException {
        String look =
                "SELECT TOP (1) 1 FROM " + dialect().quote(request.stream().name());
        List<Connection> opened = new ArrayList<>();
        try (Connection locker = Session.openToRead(options)) {
            for (int i = 0; i < connections; i++) {
                Connection connection = Session.openToRead(options);
                opened.add(connection);
                connection.setTransactionIsolation(SQLServerConnection.TRANSACTION_SNAPSHOT);
                connection.setAutoCommit(false);
            }
            locker.setAutoCommit(false);
            Statements.run(locker, "SET LOCK_TIMEOUT " + LOCK_MILLIS);
            Statements.query(locker, look + " WITH (TABLOCK, HOLDLOCK)", row -> 1);
            for (Connection connection : opened) {
                // a transaction's point in time is that of the first row it looks for
                Statements.query(connection, look, row -> 1);
            }
            locker.rollback();
            return new SharedSnapshot(opened);
        } catch (SQLException | RuntimeException e) {
            SharedSnapshot.close(opened);
            throw e;
        }
    }

    /** Cuts through columns of bytes are compared as such: a letter that the database's code page lacks would become another. */
    private boolean cutsInOtherCodePages(List<KeyRange> ranges) {
        Schema schema = request.stream().schema();
        for (KeyRange range : ranges) {
            for (int i = 0; i < range.from().size(); i++) {
                Field column =
                        schema.field(schema.indexOf(range.columns().get(i)).orElseThrow());
                if (MssqlDialect.isBytesOfText(column.nativeType())
                        && !StandardCharsets.US_ASCII
                                .newEncoder()
                                .canEncode(range.from().get(i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
