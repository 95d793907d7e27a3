package dev.sluice.spi;

import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;

/** Where a destination takes the rows of one task from. Used by one thread. */
public interface BatchInput {
    /** The columns every batch has: those of the {@link WriteRequest}. */
    Schema schema();

    /**
     * Where rows go that the target can't hold; what is rejected there doesn't count as written. By default the first one
     * ends the run.
     */
    default RowErrors rowErrors() {
        return RowErrors.FAIL;
    }

    /**
     * Waits for the next batch.
     *
     * @return null once there are no more: only then may the task be completed
     * @throws InterruptedException where the read failed or the run was cancelled: let it pass and discard what was staged
     */
    RecordBatch next() throws InterruptedException;
}
