package dev.sluice.connectors.mysql.load;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.JdbcDestination.Loaded;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.connectors.jdbc.bind.RefusedRows;
import dev.sluice.spi.BatchInput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends a task's rows by LOAD DATA LOCAL, from memory. With LOCAL the server turns errors into warnings, strict mode or
 * not: any warning, and any row that didn't arrive, ends the task.
 */
public final class LoadData {
    private final Dialect dialect;
    private final Table staging;
    private final WriteTask task;

    /**
     * @param staging as it is on the server
     */
    public LoadData(Dialect dialect, Table staging, WriteTask task) {
        this.dialect = dialect;
        this.staging = staging;
        this.task = task;
    }

    public Loaded load(Connection connection, BatchInput in) throws Exception {
        LineStream lines = new LineStream(in, staging, new RefusedRows(dialect.product(), task, in.rowErrors()));
        long loaded;
        try (org.mariadb.jdbc.Statement statement =
                connection.createStatement().unwrap(org.mariadb.jdbc.Statement.class)) {
            statement.setLocalInfileInputStream(lines);
            loaded = statement.executeLargeUpdate(sql());
        } catch (SQLException e) {
            lines.requireComplete();
            throw e;
        }
        lines.requireComplete();
        new Warnings(dialect, staging.name(), task).requireNone(connection);
        if (loaded != lines.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    dialect.product() + " took " + loaded + " rows of " + lines.rows() + " for table '"
                            + task.request().target() + "'; nothing was published");
        }
        return new Loaded(loaded, lines.bytes());
    }

    private String sql() {
        Schema schema = task.request().schema();
        List<String> targets = new ArrayList<>();
        List<String> conversions = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            TableColumn column = staging.columns().get(i);
            String name = dialect.quote(column.name());
            String conversion = Conversion.of(schema.type(i), column.nativeType());
            if (conversion.isEmpty()) {
                targets.add(name);
            } else {
                targets.add("@c" + i);
                conversions.add(name + " = " + conversion.replace("?", "@c" + i));
            }
        }
        return "LOAD DATA LOCAL INFILE 'sluice' INTO TABLE " + dialect.quote(staging.name())
                + " CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ("
                + String.join(", ", targets) + ")"
                + (conversions.isEmpty() ? "" : " SET " + String.join(", ", conversions));
    }
}
