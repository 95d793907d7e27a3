package dev.sluice.connectors.jdbc.refuse;

import java.sql.SQLException;
import java.util.function.Predicate;

/**
 * Runs a statement over ranges of numbered rows, each half of one that was refused by itself, until what is refused is one
 * row: for each of them as many statements as the number of rows has binary digits, twice.
 */
public final class Halving {
    private final Statement statement;
    private final Predicate<SQLException> isRefusal;
    private final RefusedRow refused;

    /** Takes effect for all rows of a range, or for none. */
    @FunctionalInterface
    public interface Statement {
        /** @return how many rows it counted */
        long run(long first, long last) throws SQLException;
    }

    /** Takes a row that was refused by itself. */
    @FunctionalInterface
    public interface RefusedRow {
        void take(long number, SQLException why) throws SQLException;
    }

    /** @param isRefusal whether an error is about what is in a row */
    public Halving(Statement statement, Predicate<SQLException> isRefusal, RefusedRow refused) {
        this.statement = statement;
        this.isRefusal = isRefusal;
        this.refused = refused;
    }

    /**
     * Goes on after a range was refused.
     *
     * @return how many rows the statements counted
     */
    public long halves(long first, long last) throws SQLException {
        if (first == last) {
            return run(first, last);
        }
        long middle = first + (last - first >>> 1);
        return run(first, middle) + run(middle + 1, last);
    }

    private long run(long first, long last) throws SQLException {
        try {
            return statement.run(first, last);
        } catch (SQLException e) {
            if (!isRefusal.test(e)) {
                throw e;
            }
            if (first < last) {
                return halves(first, last);
            }
            refused.take(first, e);
            return 0;
        }
    }
}
