package dev.sluice.formats.csv;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows of each batch. */
final class BatchSizes extends BatchOutput {
    final List<Integer> rows = new ArrayList<>();

    BatchSizes(Schema schema, BatchSize size) {
        super(schema, size);
    }

    @Override
    public void emit(RecordBatch batch) {
        rows.add(batch.rowCount());
    }
}
