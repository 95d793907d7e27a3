package dev.sluice.connectors.mssql.bulk;

import com.microsoft.sqlserver.jdbc.SQLServerBulkCopy;
import com.microsoft.sqlserver.jdbc.SQLServerBulkCopyOptions;
import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Schema;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Sends a task's rows by one INSERT BULK, within the connection's transaction. The table lock of a load into a heap lets
 * other loads in, and keeps the log small where the database's recovery model allows that.
 */
public final class BulkLoad {
    private final Dialect dialect;
    private final Table staging;
    private final WriteTask task;
    private final int timeout;

    /**
     * @param staging as it is on the server
     * @param timeout in seconds, 0 for none
     */
    public BulkLoad(Dialect dialect, Table staging, WriteTask task, int timeout) {
        this.dialect = dialect;
        this.staging = staging;
        this.task = task;
        this.timeout = timeout;
    }

    public Loaded load(Connection connection, BatchInput in) throws Exception {
        String table = dialect.quote(staging.name());
        BatchRows rows =
                new BatchRows(in, columns(connection, table), new RefusedRows(dialect.product(), task, in.rowErrors()));
        try (SQLServerBulkCopy copy = new SQLServerBulkCopy(connection)) {
            copy.setBulkCopyOptions(options());
            copy.setDestinationTableName(table);
            copy.writeToServer(rows);
        } catch (SQLException e) {
            rows.requireComplete();
            throw e;
        }
        rows.requireComplete();
        return new Loaded(rows.rows(), rows.bytes());
    }

    private BulkColumn[] columns(Connection connection, String table) throws SQLException {
        Schema schema = task.request().schema();
        Map<String, Charset> codePages = CodePage.of(connection, table);
        return IntStream.range(0, schema.size())
                .mapToObj(i -> BulkColumn.of(schema.type(i), staging.columns().get(i), codePages))
                .toArray(BulkColumn[]::new);
    }

    private SQLServerBulkCopyOptions options() throws SQLException {
        SQLServerBulkCopyOptions options = new SQLServerBulkCopyOptions();
        options.setTableLock(true);
        options.setKeepNulls(true);
        options.setBatchSize(0);
        options.setBulkCopyTimeout(timeout);
        return options;
    }
}
