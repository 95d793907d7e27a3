package dev.sluice.engine.run;

import dev.sluice.engine.config.SyncRule.NullCursor;
import dev.sluice.engine.content.DeliveredRows;
import dev.sluice.engine.content.RowHashes;
import dev.sluice.engine.content.RowSet;
import dev.sluice.engine.plan.IncrementPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Looks at the rows that one attempt reads: leaves out those that an earlier run delivered, and remembers those that a
 * later run may read again. Used by one thread; what it found out may be asked once the attempt is over.
 */
final class AttemptSync {
    private final IncrementPlan increment;
    private final Split split;
    private final DeliveredRows delivered;
    private final List<String> deliveredColumns;
    private final boolean remembers;
    private final List<Integer> met = new ArrayList<>();
    private final List<RowHashes> repeats = new ArrayList<>();
    private long remembered;
    private long nullCursors;

    /**
     * @param increment null where everything is read
     * @param deliveredColumns the columns that the hashes of {@code delivered} were made of
     * @param appends whether rows that are read twice would be there twice
     */
    AttemptSync(
            IncrementPlan increment,
            Split split,
            DeliveredRows delivered,
            List<String> deliveredColumns,
            boolean appends) {
        this.increment = increment;
        this.split = split;
        this.delivered = delivered;
        this.deliveredColumns = deliveredColumns;
        this.remembers = increment != null && appends && split.repeats();
    }

    /** The batch without the rows that were delivered before. */
    RecordBatch sift(RecordBatch batch) {
        if (increment == null) {
            return batch;
        }
        countNulls(batch);
        List<String> all = batch.schema().names();
        RowHashes hashes = null;
        if (remembers) {
            hashes = RowHashes.of(batch);
            remembered += batch.rowCount();
            // what is too much is refused at the end, with its number; until then it needs no room
            if (remembered <= StreamSync.MOST_REPEATS) {
                repeats.add(hashes);
            }
        }
        if (delivered.isEmpty()) {
            return batch;
        }
        return without(
                batch, hashes != null && all.equals(deliveredColumns) ? hashes : RowHashes.of(batch, deliveredColumns));
    }

    private RecordBatch without(RecordBatch batch, RowHashes hashes) {
        BitSet known = new BitSet();
        for (int row = 0; row < batch.rowCount(); row++) {
            int position = delivered.meet(hashes.high()[row], hashes.low()[row]);
            if (position != DeliveredRows.NONE) {
                met.add(position);
                known.set(row);
            }
        }
        return batch.without(known);
    }

    private void countNulls(RecordBatch batch) {
        if (increment.cursor() == null) {
            return;
        }
        Column cursor =
                batch.column(batch.schema().indexOf(increment.cursorName()).orElseThrow());
        for (int row = 0; cursor.hasNulls() && row < batch.rowCount(); row++) {
            if (cursor.isNull(row)) {
                nullCursors++;
                if (increment.nullCursor() == NullCursor.FAIL) {
                    throw new ConnectorException(
                            ErrorCode.VALUE_REFUSED,
                            "the cursor '" + increment.cursorName() + "' is NULL in a row of " + split.description()
                                    + "; give it a value, or set null_cursor: read to read such rows in every run");
                }
            }
        }
    }

    /** The attempt failed: what it left out may be left out by another. */
    void undo() {
        met.forEach(delivered::release);
    }

    SyncResult result() {
        return new SyncResult(met.size(), nullCursors, remembered, RowSet.of(repeats));
    }
}
