package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.refuse.Halving;
import dev.sluice.connectors.jdbc.refuse.Refusal;
import dev.sluice.connectors.jdbc.refuse.StagedRow;
import dev.sluice.spi.BadRow;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moves staged rows into a target that refused some of them: in halves, each behind a savepoint within the publishing
 * transaction, so that what the target has against rows is found out by the target itself, be it a constraint, a trigger
 * or a type.
 */
final class NarrowedPublication {
    private final Dialect dialect;
    private final Connection connection;
    private final WriteRequest request;
    private final Staging staging;
    private final TablePlan plan;
    private final RowErrors errors;
    private final String statement;
    /** Rows that lack another one, which may come later. */
    private final List<Long> waiting = new ArrayList<>();

    private long refused;

    /** @param statement which moves all staged rows */
    NarrowedPublication(
            Dialect dialect,
            Connection connection,
            WriteRequest request,
            Staging staging,
            TablePlan plan,
            RowErrors errors,
            String statement) {
        this.dialect = dialect;
        this.connection = connection;
        this.request = request;
        this.staging = staging;
        this.plan = plan;
        this.errors = errors;
        this.statement = statement;
    }

    /** Numbers the staged rows, in a transaction of its own. */
    static void prepare(Dialect dialect, Connection connection, Staging staging) throws SQLException {
        boolean numbered = dialect.table(connection, staging.table())
                .map(table -> table.columnNames().contains(Staging.NUMBER))
                .orElse(true);
        if (!numbered) {
            List<String> numbers = dialect.numberStaged(staging.table());
            for (String number : dialect.replacingGeneratedKey(connection, staging.table(), numbers)) {
                Statements.run(connection, number);
            }
        }
        connection.commit();
    }

    /** How many rows the target refused. */
    long refused() {
        return refused;
    }

    /**
     * Moves the rows that the target takes.
     *
     * @return how many rows the statements counted
     */
    long run() throws SQLException {
        for (String check : dialect.checkAtOnce()) {
            Statements.run(connection, check);
        }
        long[] ends = Statements.query(
                        connection,
                        "SELECT min(" + dialect.stagedNumber() + "), max(" + dialect.stagedNumber() + ") FROM "
                                + dialect.quote(staging.table()),
                        row -> new long[] {row.getLong(1), row.getLong(2)})
                .getFirst();
        Halving halving = new Halving(this::move, this::isRefusal, (number, why) -> {
            if (errors.policy() == OnError.REJECT && dialect.lacksOtherRow(why)) {
                waiting.add(number);
            } else {
                refuse(number, why);
            }
        });
        return halving.halves(ends[0], ends[1]) + moveWaiting();
    }

    /** Rows that wait for each other go one by one, until none of them goes any more. */
    private long moveWaiting() throws SQLException {
        long counted = 0;
        boolean moved = true;
        while (moved) {
            moved = false;
            for (long number : List.copyOf(waiting)) {
                try {
                    counted += move(number, number);
                    waiting.remove(Long.valueOf(number));
                    moved = true;
                } catch (SQLException e) {
                    if (!isRefusal(e)) {
                        throw e;
                    }
                }
            }
        }
        for (long number : waiting) {
            try {
                counted += move(number, number);
            } catch (SQLException e) {
                if (!isRefusal(e)) {
                    throw e;
                }
                refuse(number, e);
            }
        }
        return counted;
    }

    private boolean isRefusal(SQLException error) {
        return dialect.errorCode(error) == ErrorCode.VALUE_REFUSED;
    }

    /** Moves a range of rows, or none of it. */
    private long move(long first, long last) throws SQLException {
        Savepoint savepoint = dialect.savepoint(connection);
        try {
            long counted = Statements.run(connection, overRange(first, last));
            dialect.release(connection, savepoint);
            return counted;
        } catch (SQLException e) {
            goBack(savepoint, e);
            throw e;
        }
    }

    /** Some errors take the whole transaction with them: then the first of them is all there is to say. */
    private void goBack(Savepoint savepoint, SQLException why) {
        try {
            dialect.rollback(connection, savepoint);
        } catch (SQLException e) {
            why.addSuppressed(e);
            throw dialect.failure("publishing table '" + request.target() + "'", why);
        }
    }

    /** The staged rows have a name of their own in every such statement, or can get one. */
    private String overRange(long first, long last) {
        String table = dialect.quote(staging.table());
        String range = "(SELECT * FROM " + table + " WHERE " + dialect.stagedNumber() + " BETWEEN " + first + " AND "
                + last + ") ";
        String name = dialect.quote(MergeStatements.STAGED);
        return Pattern.compile(Pattern.quote(table) + "( (AS )?" + Pattern.quote(name) + ")?")
                .matcher(statement)
                .replaceFirst(Matcher.quoteReplacement(range + name));
    }

    private void refuse(long number, SQLException why) throws SQLException {
        BadRow row = row(number, dialect.refusal(why).about(plan.target(), staging.table()));
        if (errors.policy() != OnError.REJECT) {
            ConnectorException failure = Refusal.failure(row, advice(why));
            failure.addSuppressed(why);
            throw failure;
        }
        errors.reject(row);
        refused++;
    }

    /** Into a table with a key, which a merge makes, a row can't be appended a second time. */
    private String advice(SQLException why) {
        return request.mode() == WriteMode.APPEND && dialect.isThereAlready(why)
                ? "a row with that key is there already: set write_mode: merge to replace it, drop the key of '"
                        + request.target() + "' to keep both"
                : Refusal.MEND_IT;
    }

    private BadRow row(long number, Refusal refusal) throws SQLException {
        boolean merges = plan.merge().isPresent();
        Schema schema = new Schema(
                request.schema().fields().stream()
                        .filter(field -> !plan.leftOut().contains(field.name()))
                        .toList(),
                List.of());
        String place = dialect.product() + " table '" + request.target() + "'";
        return Statements.query(
                        connection,
                        "SELECT " + dialect.quote(plan.columnNames())
                                + (merges ? ", " + dialect.quote(Staging.ORDER) : "") + " FROM "
                                + dialect.quote(staging.table()) + " WHERE " + dialect.stagedNumber() + " = " + number,
                        row -> {
                            long order = merges ? row.getLong(schema.size() + 1) : -1;
                            return refusal.row(
                                    merges ? place + ", split " + (order >> KeyedInput.BITS_OF_ROW) : place,
                                    merges ? order & (1L << KeyedInput.BITS_OF_ROW) - 1 : -1,
                                    StagedRow.json(row, schema));
                        })
                .getFirst();
    }
}
