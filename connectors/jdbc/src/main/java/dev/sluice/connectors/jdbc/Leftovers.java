package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Staging tables that nobody needs any more: those of runs that crashed, and what a commit leaves. */
final class Leftovers {
    private final Dialect dialect;
    private final WriteRequest request;

    Leftovers(Dialect dialect, WriteRequest request) {
        this.dialect = dialect;
        this.request = request;
    }

    /**
     * Drops what this run and earlier ones of the same pipeline, stream and target staged. Where one of them crashed
     * between publishing and writing down its state, that is made up for.
     */
    void dropAll(Connection connection) throws SQLException {
        List<StreamName> tables = tables(connection, Staging.prefix(request));
        finishCommits(connection, tables);
        drop(connection, tables);
    }

    /** Writes down the state of commits that crashed after publishing, where these are not one step. */
    void finishCommits(Connection connection) throws SQLException {
        if (!dialect.ddlIsTransactional()) {
            finishCommits(connection, tables(connection, Staging.prefix(request)));
        }
    }

    private void finishCommits(Connection connection, List<StreamName> tables) throws SQLException {
        if (dialect.ddlIsTransactional()) {
            return;
        }
        for (StreamName table : tables) {
            Optional<Staging> staging = Staging.ofLedger(table);
            if (staging.isPresent()) {
                keepState(connection, staging.get(), tables);
            }
        }
    }

    /** Drops the tables of one run. */
    void drop(Connection connection, Staging staging) throws SQLException {
        drop(connection, tables(connection, staging.table().name()));
    }

    private void keepState(Connection connection, Staging staging, List<StreamName> tables) throws SQLException {
        Optional<CommitMarker> marker = new Ledger(dialect, staging.ledger()).marker(connection);
        boolean published = marker.isPresent() && marker.get().isPublished(tables.contains(staging.table()));
        if (published && !marker.get().entry().state().isEmpty()) {
            StateTable states = new StateTable(dialect, request);
            states.create(connection);
            states.put(connection, marker.get().entry());
            connection.commit();
        }
    }

    private List<StreamName> tables(Connection connection, String prefix) throws SQLException {
        String namespace = request.target().namespace();
        return dialect.tablesStartingWith(connection, namespace, prefix).stream()
                .map(name -> new StreamName(namespace, name))
                .filter(table -> !table.equals(Staging.lease(request)))
                .toList();
    }

    /** Ledgers last: as long as one is there, it tells what became of the rows. */
    private void drop(Connection connection, List<StreamName> tables) throws SQLException {
        for (boolean ledgers : new boolean[] {false, true}) {
            for (StreamName table : tables) {
                if (Staging.ofLedger(table).isPresent() == ledgers) {
                    Statements.run(connection, dialect.dropTable(table));
                }
            }
        }
    }
}
