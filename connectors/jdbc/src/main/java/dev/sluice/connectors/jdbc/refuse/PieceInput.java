package dev.sluice.connectors.jdbc.refuse;

import dev.sluice.spi.BatchInput;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.util.Iterator;
import java.util.List;

/** Batches that were taken already, as a task of their own. */
final class PieceInput implements BatchInput {
    private final Schema schema;
    private final Iterator<RecordBatch> batches;
    private final RowErrors errors;

    PieceInput(Schema schema, List<RecordBatch> batches, RowErrors errors) {
        this.schema = schema;
        this.batches = batches.iterator();
        this.errors = errors;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public RowErrors rowErrors() {
        return errors;
    }

    @Override
    public RecordBatch next() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("cancelled");
        }
        return batches.hasNext() ? batches.next() : null;
    }
}
