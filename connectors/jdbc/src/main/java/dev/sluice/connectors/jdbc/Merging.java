package dev.sluice.connectors.jdbc;

import dev.sluice.spi.Commit;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What merging takes besides the merge itself, within the publishing transaction: one row per key, and deletes. */
final class Merging {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final Dialect dialect;
    private final Connection connection;
    private final WriteRequest request;
    private final Commit commit;
    private final Staging staging;
    private final TablePlan plan;
    private final MergeStatements statements;

    Merging(
            Dialect dialect,
            Connection connection,
            WriteRequest request,
            Commit commit,
            Staging staging,
            TablePlan plan) {
        this.dialect = dialect;
        this.connection = connection;
        this.request = request;
        this.commit = commit;
        this.staging = staging;
        this.plan = plan;
        this.statements = new MergeStatements(dialect, plan);
    }

    /**
     * Leaves one staged row per key.
     *
     * @return how many rows are left
     */
    long dropDuplicates() throws SQLException {
        StreamName staged = staging.table();
        Optional<Table> table = dialect.table(connection, staged);
        boolean numbered = table.isPresent() && table.get().columnNames().contains(Staging.ORDER);
        // where an earlier call got this far and no further, some rows are gone already
        long rows = dialect.ddlIsTransactional()
                ? commit.rows()
                : Statements.queryLong(connection, "SELECT count(*) FROM " + dialect.quote(staged));
        if (!numbered || ascends()) {
            return rows;
        }
        for (String statement : dialect.beforeCountingKeys()) {
            Statements.run(connection, statement);
        }
        long keys = Statements.queryLong(connection, statements.countKeys(staged));
        if (keys == rows) {
            return keys;
        }
        long dropped = Statements.run(connection, statements.deleteDuplicates(staged));
        if (rows - dropped != keys) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "table '" + request.target() + "': " + rows + " rows with " + keys + " keys were staged, but "
                            + dropped + " were taken for duplicates; nothing was published");
        }
        return keys;
    }

    /** Whether the staged keys ascend, and so each is there once. */
    boolean ascends() {
        return AscendingKeys.ascend(commit.accepted());
    }

    /**
     * Deletes or marks rows that the source has no more.
     *
     * @return how many
     * @throws ConnectorException VERIFICATION_FAILED where they are more than may go at once
     */
    long settleDeletes() throws SQLException {
        Deletes deletes = request.rules().deletes();
        if (deletes.kind() == Deletes.Kind.IGNORE) {
            return 0;
        }
        boolean marks = deletes.kind() == Deletes.Kind.SOFT;
        List<StreamName> present = present();
        long live = Statements.queryLong(connection, statements.countLive(marks));
        long missing = Statements.queryLong(connection, statements.countMissing(present, marks));
        requireWithin(deletes, missing, live);
        if (marks) {
            Statements.run(connection, statements.unmark(present));
        }
        if (missing == 0) {
            return 0;
        }
        return Statements.run(
                connection,
                marks
                        ? statements.markMissing(present, dialect.instant(Instant.now()))
                        : statements.deleteMissing(present));
    }

    /** What is staged as a row is at the source too, even where its keys were read before the row came. */
    private List<StreamName> present() {
        List<StreamName> tables = new ArrayList<>(List.of(staging.table()));
        if (!commit.keys().isEmpty()) {
            tables.add(staging.keys());
        }
        return tables;
    }

    /** What lets the source's keys be looked up fast, where a database wouldn't do that by itself. */
    List<String> lookup() {
        if (request.rules().deletes().kind() == Deletes.Kind.IGNORE) {
            return List.of();
        }
        return present().stream()
                .flatMap(table -> dialect.prepareLookup(table, plan.keyColumns()).stream())
                .toList();
    }

    private void requireWithin(Deletes deletes, long missing, long live) {
        BigDecimal percent = BigDecimal.valueOf(missing).multiply(HUNDRED);
        if (percent.compareTo(deletes.limitPercent().multiply(BigDecimal.valueOf(live))) <= 0) {
            return;
        }
        BigDecimal needed = percent.divide(BigDecimal.valueOf(live), 1, RoundingMode.CEILING);
        throw new ConnectorException(
                ErrorCode.VERIFICATION_FAILED,
                "'" + request.stream() + "' no longer has " + missing + " of the " + live + " rows of table '"
                        + request.target() + "' (" + needed + " %), and at most "
                        + deletes.limitPercent().stripTrailingZeros().toPlainString()
                        + " % may be deleted in one run; nothing was published. If they are to go, set delete_limit: "
                        + needed.stripTrailingZeros().toPlainString());
    }
}
