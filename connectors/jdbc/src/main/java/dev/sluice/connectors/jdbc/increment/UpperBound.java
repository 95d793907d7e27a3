package dev.sluice.connectors.jdbc.increment;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Looks how far a stream's cursor goes: at the largest value that isn't below the last position, so that neither the
 * stream is counted nor values are compared outside of the database, whose order it is.
 */
public final class UpperBound {
    private final Dialect dialect;
    private final ReadRequest request;
    private final Increment increment;

    /**
     * @param request with an increment that {@link CursorCheck} has passed
     */
    public UpperBound(Dialect dialect, ReadRequest request) {
        this.dialect = dialect;
        this.request = request;
        this.increment = request.increment();
    }

    /** Reads a column's largest value the way the source reads all of its rows. */
    @FunctionalInterface
    public interface Largest {
        /**
         * @param column a request for the cursor alone
         * @param order what may follow the condition, so that the largest value comes, alone
         * @param out takes the value; NULL stands for none
         */
        void read(ReadRequest column, Condition condition, String order, BatchOutput out)
                throws SQLException, InterruptedException;
    }

    /**
     * The rows to read.
     *
     * @param cap the largest value that may be read now, as canonical text; empty where there is none
     */
    public IncrementRange find(String cap, Largest largest) throws SQLException {
        Field cursor = increment.cursor();
        ReadRequest column = request.withSchema(Schema.of(cursor));
        FirstValue found = new FirstValue(column.schema(), column.batchSize());
        try {
            largest.read(
                    column,
                    condition(cap),
                    " ORDER BY " + dialect.orderKey(cursor) + " DESC" + dialect.rowAt(0),
                    found);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectorException(ErrorCode.CANCELLED, "planning the read of '" + name() + "' was cancelled", e);
        }
        found.text().filter(text -> Increment.isEndless(cursor.type(), text)).ifPresent(this::refuse);
        return IncrementRange.of(
                increment, found.text().or(() -> Optional.of(lastCursor()).filter(text -> !text.isEmpty())));
    }

    private Condition condition(String cap) {
        Field cursor = increment.cursor();
        String start = lastCursor().isEmpty() ? increment.from() : lastCursor();
        Condition condition =
                compare(">=", start).and(compare("<=", increment.until())).and(compare("<=", cap));
        return condition.equals(Condition.EVERY_ROW) && cursor.nullable()
                ? Condition.of(dialect.quote(cursor.name()) + " IS NOT NULL")
                : condition;
    }

    private Condition compare(String operator, String value) {
        return value.isEmpty() ? Condition.EVERY_ROW : Condition.compare(dialect, increment.cursor(), operator, value);
    }

    private String lastCursor() {
        return increment.last() == null ? "" : increment.last().cursor();
    }

    private void refuse(String value) {
        throw new ConnectorException(
                ErrorCode.VALUE_REFUSED,
                dialect.product() + ": '" + name() + "', column '"
                        + increment.cursor().name() + "' (cursor_field) has "
                        + value + ", beyond which no run would find anything; set 'until' to the largest number that"
                        + " counts, or choose another cursor");
    }

    private String name() {
        return request.stream().name().toString();
    }
}
