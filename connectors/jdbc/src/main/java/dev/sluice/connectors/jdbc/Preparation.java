package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Deletes;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the tables that a run stages into, or finds those of an earlier run that it goes on in. */
final class Preparation {
    private final Dialect dialect;
    private final Connection connection;
    private final WriteRequest request;

    /** @param connection outside a transaction; one is open once it was used */
    Preparation(Dialect dialect, Connection connection, WriteRequest request) {
        this.dialect = dialect;
        this.connection = connection;
        this.request = request;
    }

    /** @param notes what else the user should know, after what the plan says */
    WriteHandle begin(List<String> notes) throws SQLException {
        LeaseTable lease = new LeaseTable(dialect, request);
        boolean leased = lease.isHeld(connection);
        if (!leased) {
            lease.requireNoOther(connection);
        }
        connection.setAutoCommit(false);
        try {
            TablePlan plan = SafePlan.of(dialect, connection, request);
            Resumption resumption = new Resumption(dialect, request, plan);
            Leftovers leftovers = new Leftovers(dialect, request);
            List<StreamName> left = leftovers.finishedTables(connection);
            Optional<Resumption.Staged> staged = resumption.takeOver(connection, left);
            Map<String, String> properties = properties(plan, leased);
            if (staged.isPresent()) {
                leftovers.dropAllBut(connection, staged.get().staging(), left);
                properties.putAll(staged.get().staging().asProperties());
            } else {
                leftovers.drop(connection, left);
                createTables(plan, resumption.fingerprint());
            }
            connection.commit();
            List<String> told = new ArrayList<>(plan.notes());
            if (staged.isEmpty()) {
                told.addAll(resumption.notes());
            }
            told.addAll(notes);
            return new WriteHandle(
                    properties, staged.map(Resumption.Staged::splits).orElse(List.of()), told);
        } catch (SQLException | RuntimeException e) {
            Statements.rollback(connection, e);
            throw e;
        }
    }

    private Map<String, String> properties(TablePlan plan, boolean leased) {
        Map<String, String> properties = new HashMap<>();
        properties.put(Publisher.PLANNED, plan.publication().name());
        if (leased) {
            properties.put(Publisher.LEASED, "");
        }
        if (comparesKeys(plan)) {
            properties.put(Publisher.KEYS, "");
        }
        return properties;
    }

    private void createTables(TablePlan plan, String fingerprint) throws SQLException {
        Staging staging = Staging.of(request);
        List<String> statements = new ArrayList<>(dialect.createStaging(staging.table(), plan));
        if (comparesKeys(plan)) {
            statements.addAll(dialect.createKeys(staging.keys(), plan));
        }
        Ledger ledger = new Ledger(dialect, staging.ledger());
        statements.add(ledger.createStatement());
        for (String statement : statements) {
            Statements.run(connection, statement);
        }
        if (!fingerprint.isEmpty()) {
            ledger.put(connection, new Ledger.Owner(request.runId(), fingerprint));
        }
    }

    /** To find the rows that the source has no more. */
    private boolean comparesKeys(TablePlan plan) {
        return plan.merge().isPresent() && request.rules().deletes().kind() != Deletes.Kind.IGNORE;
    }
}
