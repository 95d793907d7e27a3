package dev.sluice.connectors.jdbc;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** How a request is written, unless that would do more to a table that stays than replace, add or merge its rows. */
final class SafePlan {
    private SafePlan() {}

    static TablePlan of(Dialect dialect, Connection connection, WriteRequest request) throws SQLException {
        TablePlan plan = new TablePlanner(dialect).plan(connection, request);
        if (!plan.publication().stagingBecomesTarget()) {
            dialect.requireTransactions(connection, plan.target());
        }
        if (plan.publication() == Publication.DELETE_AND_INSERT) {
            dialect.requireAllRows(connection, plan.target());
            requireNoActingKeys(dialect, connection, plan);
        }
        return plan;
    }

    /** The rows that come for those that are deleted don't bring other tables' rows back. */
    private static void requireNoActingKeys(Dialect dialect, Connection connection, TablePlan plan)
            throws SQLException {
        List<ActingKey> keys = dialect.actingKeys(connection, plan.target());
        if (!keys.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    "to overwrite " + dialect.product() + " table '" + plan.target()
                            + "' its rows are deleted, which would delete or change rows of others: "
                            + keys.stream().map(ActingKey::toString).collect(Collectors.joining(", "))
                            + ". Use write_mode: merge, with delete_detection for rows that went, or drop the"
                            + " constraint");
        }
    }
}
