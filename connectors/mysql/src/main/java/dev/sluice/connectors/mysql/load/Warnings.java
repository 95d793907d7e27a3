package dev.sluice.connectors.mysql.load;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What the server has to say about the statement before: a value was cut, rounded, or left out. */
record Warnings(Dialect dialect, StreamName staging, WriteTask task) {
    private record Warning(String level, int number, String message) {}

    /** @throws ConnectorException VALUE_REFUSED with the first warning, which names column and row */
    void requireNone(Connection connection) throws SQLException {
        List<Warning> warnings = Statements.query(
                connection,
                "SHOW WARNINGS LIMIT 1",
                row -> new Warning(row.getString(1), row.getInt(2), row.getString(3)));
        if (!warnings.isEmpty()) {
            Warning first = warnings.getFirst();
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    dialect.product() + " table '" + task.request().target() + "', split " + task.split() + ": "
                            + first.message()
                                    .replace(
                                            staging.name(),
                                            task.request().target().name()) + " (" + first.number()
                            + "); change the value at the source, or the column's type",
                    new SQLException(first.message(), "22000", first.number()));
        }
        // where max_error_count is 0 the server has no words for what it counts
        long silent = Statements.queryLong(connection, "SELECT @@warning_count");
        if (silent > 0) {
            throw new ConnectorException(
                    ErrorCode.VALUE_REFUSED,
                    dialect.product() + " table '" + task.request().target() + "', split " + task.split()
                            + ": the server changed or left out values, and doesn't say which, since its"
                            + " max_error_count is 0. SET GLOBAL max_error_count = 64 and run again");
        }
    }
}
