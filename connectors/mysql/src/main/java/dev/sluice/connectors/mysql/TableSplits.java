package dev.sluice.connectors.mysql;

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
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Cuts a table into ranges of its primary key that several connections read at one point in time; says why where it can't. */
final class TableSplits extends KeyRangeSplits {
    /** Who wants to write to the table waits as long as we do. */
    private static final int LOCK_SECONDS = 5;

    private final ReadRequest request;
    private final Options options;
    private final StreamName table;
    private MysqlDialect dialect = MysqlDialect.EITHER;

    TableSplits(ReadRequest request, long minimumRows) {
        super(MysqlDialect.EITHER, request, minimumRows);
        this.request = request;
        this.options = request.options();
        this.table = request.stream().name();
    }

    @Override
    protected Dialect dialect() {
        return dialect;
    }

    @Override
    protected Connection connect() {
        Connection connection = Session.openToRead(options);
        dialect = MysqlDialect.of(connection);
        return connection;
    }

    @Override
    protected void readLargest(
            Connection connection, ReadRequest column, Condition condition, String order, BatchOutput out)
            throws SQLException, InterruptedException {
        SplitReader.readLargest(connection, condition, column, out);
    }

    @Override
    protected ConnectorException failure(String doing, SQLException error) {
        return SplitReader.failure(request, dialect, error);
    }

    @Override
    protected long estimatedRows(Connection connection, CatalogStream stream) throws SQLException {
        return Statements.query(
                        connection,
                        // MySQL 9 draws trees unless told otherwise
                        (dialect.isMariaDb() ? "EXPLAIN" : "EXPLAIN FORMAT = TRADITIONAL") + " SELECT 1 FROM "
                                + MysqlDialect.EITHER.quote(stream.name()),
                        row -> row.getLong("rows"))
                .stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    @Override
    protected SplitPlan plan(Connection connection, List<KeyRange> ranges) throws SQLException {
        if (!options.get(MysqlOptions.CONSISTENT_READ)) {
            return each(ranges, "each split sees its own point in time, since consistent_read is false");
        }
        if (!isTransactional(connection)) {
            return single(List.of(
                    "one split, and rows written meanwhile may be seen in part: the table's engine has no snapshots"));
        }
        try {
            return atOnePoint(ranges, snapshot(connections(ranges)));
        } catch (SQLException e) {
            return single(List.of(
                    "one split: the table can't be locked for the moment that several connections need to see one"
                            + " point in time (" + ServerText.of(e)
                            + "); GRANT LOCK TABLES, or set consistent_read: false"));
        }
    }

    private boolean isTransactional(Connection connection) throws SQLException {
        return Statements.queryLong(
                        connection,
                        "SELECT count(*) FROM information_schema.tables WHERE table_schema = ? AND table_name = ?"
                                + " AND engine = 'InnoDB'",
                        table.namespace(),
                        table.name())
                > 0;
    }

    /**
     * Begins transactions while the table is locked against writing.
     *
     * @throws SQLException where the table can't be locked: the privilege LOCK TABLES is missing, or somebody writes to it
     *     for long
     */
    private SharedSnapshot snapshot(int connections) throws SQLException {
        List<Connection> opened = new ArrayList<>();
        try (Connection locker = Session.open(options)) {
            for (int i = 0; i < connections; i++) {
                opened.add(Session.openToRead(options));
            }
            Statements.run(locker, "SET SESSION lock_wait_timeout = " + LOCK_SECONDS);
            Statements.run(locker, "LOCK TABLES " + MysqlDialect.EITHER.quote(table) + " READ");
            for (Connection connection : opened) {
                Statements.run(connection, "START TRANSACTION WITH CONSISTENT SNAPSHOT");
            }
            Statements.run(locker, "UNLOCK TABLES");
            return new SharedSnapshot(opened);
        } catch (SQLException | RuntimeException e) {
            SharedSnapshot.close(opened);
            throw e;
        }
    }
}
