package dev.sluice.spi;

import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;

/**
 * Where a source puts what it reads. One per split attempt; used by one thread. Memory is bounded: {@link #emit} blocks
 * while the destination is behind.
 */
public abstract class BatchOutput {
    private final Schema schema;
    private final BatchSize batchSize;
    private RowAppender rows;

    protected BatchOutput(Schema schema, BatchSize batchSize) {
        this.schema = schema;
        this.batchSize = batchSize;
    }

    /** The columns every batch must have. */
    public final Schema schema() {
        return schema;
    }

    /** How large a batch should be. */
    public final BatchSize batchSize() {
        return batchSize;
    }

    /** Where bad rows go; by default the first one ends the run. */
    public RowErrors rowErrors() {
        return RowErrors.FAIL;
    }

    /**
     * Hands a batch over.
     *
     * @throws InterruptedException once nobody wants the rows any more (the run failed or was cancelled): let it pass and
     *     end the read
     */
    public abstract void emit(RecordBatch batch) throws InterruptedException;

    /** For simple sources: appends row by row, and emits batches as they fill. */
    public final RowAppender rows() {
        if (rows == null) {
            rows = new RowAppender(this);
        }
        return rows;
    }

    /** Emits the rows that were appended but don't fill a batch; called by the engine after the read. */
    public final void flush() throws InterruptedException {
        if (rows != null) {
            rows.flush();
        }
    }
}
