package dev.sluice.connectors.jdbc;

import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Goes on from what an earlier run of the same splits had staged and didn't get to publish. Staged rows are taken over with
 * their ledger, in one step: an update of the ledger's owner, which only one run can win.
 */
final class Resumption {
    /** To be raised where the same rows would be staged in another way, in columns that look the same. */
    private static final int LAYOUT = 1;

    private final Dialect dialect;
    private final WriteRequest request;
    private final List<String> notes = new ArrayList<>();
    private final String fingerprint;

    Resumption(Dialect dialect, WriteRequest request, TablePlan plan) {
        this.dialect = dialect;
        this.request = request;
        this.fingerprint = fingerprint(plan);
    }

    /**
     * What a run had staged that is over.
     *
     * @param splits ordered by split, at least one
     */
    record Staged(Staging staging, List<CommitToken> splits) {}

    /** Of the splits and of the table their rows are staged in; empty where the rows must not be used by another run. */
    String fingerprint() {
        return fingerprint;
    }

    /** What the user should know. */
    List<String> notes() {
        return notes;
    }

    private String fingerprint(TablePlan plan) {
        boolean comparesKeys = request.rules().deletes().kind() != Deletes.Kind.IGNORE;
        if (request.rules().fingerprint().isEmpty() || comparesKeys) {
            return "";
        }
        StreamName anyRun = new StreamName(request.target().namespace(), Staging.RESERVED_PREFIX);
        return Staging.hash(
                LAYOUT,
                request.rules().fingerprint(),
                request.mode(),
                plan.publication(),
                plan.merge(),
                plan.leftOut(),
                request.schema(),
                dialect.createStaging(anyRun, plan));
    }

    /**
     * Takes over what is staged of the same splits, if there is something.
     *
     * @throws ConnectorException LOCKED where another run is doing so
     */
    Optional<Staged> takeOver(Connection connection, List<StreamName> tables) throws SQLException {
        if (fingerprint.isEmpty()) {
            return Optional.empty();
        }
        for (StreamName table : tables) {
            Optional<Staging> staging = Staging.ofLedger(table);
            if (staging.isPresent() && tables.contains(staging.get().table())) {
                Optional<Staged> staged = takeOver(connection, staging.get());
                if (staged.isPresent()) {
                    return staged;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Staged> takeOver(Connection connection, Staging staging) throws SQLException {
        Ledger ledger = new Ledger(dialect, staging.ledger());
        Optional<Ledger.Owner> owner = ledger.owner(connection);
        boolean same = owner.isPresent() && owner.get().fingerprint().equals(fingerprint);
        // a commit that was under way may have changed the staged rows
        if (!same || ledger.marker(connection).isPresent()) {
            return Optional.empty();
        }
        if (!ledger.changeOwner(connection, owner.get().runId(), request.runId())) {
            throw new ConnectorException(
                    ErrorCode.LOCKED,
                    "another run of pipeline '" + request.pipeline() + "' has just begun to write to '"
                            + request.target() + "': wait for it, or stop it");
        }
        List<CommitToken> splits = ledger.tokens(connection, false);
        long rows = splits.stream().mapToLong(CommitToken::rows).sum();
        // a table that isn't logged is empty after a crash of its server, while the ledger is still there
        long counted = Statements.queryLong(connection, "SELECT count(*) FROM " + dialect.quote(staging.table()));
        if (rows != counted) {
            notes.add("an earlier run that didn't end had staged " + rows + " rows, of which "
                    + (counted < rows ? "only " : "") + counted + " are there: everything is read again");
            return Optional.empty();
        }
        return splits.isEmpty() ? Optional.empty() : Optional.of(new Staged(staging, splits));
    }
}
