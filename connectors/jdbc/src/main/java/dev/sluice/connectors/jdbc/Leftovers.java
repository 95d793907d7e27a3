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
        drop(connection, finishedTables(connection));
    }

    /** Whether a run of the same pipeline, stream and target has staged something that is still there. */
    boolean areThere(Connection connection) throws SQLException {
        return !tables(connection, Staging.prefix(request)).isEmpty();
    }

    /** All tables that this and earlier runs staged in, once the commits of these are finished. */
    List<StreamName> finishedTables(Connection connection) throws SQLException {
        finishCommits(connection);
        return tables(connection, Staging.prefix(request));
    }

    /** Drops tables of {@link #finishedTables}, other than those that one run goes on in. */
    void dropAllBut(Connection connection, Staging kept, List<StreamName> tables) throws SQLException {
        drop(
                connection,
                tables.stream()
                        .filter(table -> !table.equals(kept.table()) && !table.equals(kept.ledger()))
                        .toList());
    }

    /**
     * Writes down the state of commits that crashed after publishing, where these are not one step. That is done once: the
     * state may be changed by hand from then on.
     */
    void finishCommits(Connection connection) throws SQLException {
        if (dialect.ddlIsTransactional()) {
            return;
        }
        List<StreamName> tables = tables(connection, Staging.prefix(request));
        for (StreamName table : tables) {
            Optional<Staging> staging = Staging.ofLedger(table);
            if (staging.isPresent()) {
                finishCommit(connection, staging.get(), tables);
            }
        }
    }

    /** Drops the tables of one run. */
    void drop(Connection connection, Staging staging) throws SQLException {
        drop(connection, tables(connection, staging.table().name()));
    }

    /** How many splits the run has staged; empty where another run has taken them over, and they are that one's now. */
    Optional<Integer> ownSplits(Connection connection, Staging staging) throws SQLException {
        if (dialect.table(connection, staging.ledger()).isEmpty()) {
            return Optional.of(0);
        }
        Ledger ledger = new Ledger(dialect, staging.ledger());
        boolean taken = ledger.owner(connection)
                .filter(owner -> !owner.runId().equals(request.runId()))
                .isPresent();
        return taken
                ? Optional.empty()
                : Optional.of(ledger.tokens(connection, false).size());
    }

    private void finishCommit(Connection connection, Staging staging, List<StreamName> tables) throws SQLException {
        Optional<CommitMarker> marker = new Ledger(dialect, staging.ledger()).marker(connection);
        boolean published = marker.isPresent() && marker.get().isPublished(tables.contains(staging.table()));
        if (published && !marker.get().entry().state().isEmpty()) {
            StateTable states = new StateTable(dialect, request);
            states.create(connection);
            states.put(connection, marker.get().entry());
            connection.commit();
            drop(connection, staging);
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
    void drop(Connection connection, List<StreamName> tables) throws SQLException {
        for (boolean ledgers : new boolean[] {false, true}) {
            for (StreamName table : tables) {
                if (Staging.ofLedger(table).isPresent() == ledgers) {
                    Statements.run(connection, dialect.dropTable(table));
                }
            }
        }
    }
}
