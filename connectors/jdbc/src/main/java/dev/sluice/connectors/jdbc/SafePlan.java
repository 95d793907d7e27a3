package dev.sluice.connectors.jdbc;

import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;

/** How a request is written, unless that would do more to a table that stays than replace, add or merge rows. */
final class SafePlan {
    private SafePlan() {}

    static TablePlan of(Dialect dialect, Connection connection, WriteRequest request) throws SQLException {
        TablePlan plan = new TablePlanner(dialect).plan(connection, request);
        if (!plan.publication().stagingBecomesTarget()) {
            dialect.requireTransactions(connection, plan.target());
        }
        return plan;
    }
}
