package dev.sluice.connectors.jdbc.refuse;

import dev.sluice.spi.BadRow;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import java.util.ArrayList;
import java.util.List;

/** The rows that were left out of a piece, kept until it is loaded; a piece that is refused is loaded again in parts. */
final class PieceErrors implements RowErrors {
    private final RowErrors task;
    private final long rowsBefore;
    private final List<BadRow> rows = new ArrayList<>();

    /** @param rowsBefore rows of the split before the piece, to which positions in it are added */
    PieceErrors(RowErrors task, long rowsBefore) {
        this.task = task;
        this.rowsBefore = rowsBefore;
    }

    @Override
    public OnError policy() {
        return task.policy();
    }

    @Override
    public void reject(BadRow row) {
        BadRow placed = placed(row);
        if (policy() != OnError.REJECT) {
            throw new Ended(placed);
        }
        rows.add(placed);
    }

    /** Loaders make no value NULL. */
    @Override
    public void becomesNull(BadRow row) {
        throw new Ended(placed(row));
    }

    private BadRow placed(BadRow row) {
        long position = row.position() < 0 ? row.position() : rowsBefore + row.position();
        return new BadRow(row.file(), row.line(), position, row.column(), row.code(), row.reason(), row.raw());
    }

    /** The piece is loaded, without these rows. */
    void pass() {
        rows.forEach(task::reject);
    }

    /** A row that ends the task, although the server had no part in it. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient BadRow row;

        Ended(BadRow row) {
            super(null, null, false, false);
            this.row = row;
        }

        BadRow row() {
            return row;
        }
    }
}
