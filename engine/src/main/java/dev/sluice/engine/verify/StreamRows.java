package dev.sluice.engine.verify;

import dev.sluice.engine.cast.Cast;
import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.Column;
import dev.sluice.spi.data.RecordBatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * The rows of a stream, as a target would be given them.
 *
 * @param marked whether the last column that is read says of rows that they are deleted, and these aren't wanted
 */
record StreamRows(SourceConnector source, ReadRequest read, ColumnMapping mapping, boolean marked) {
    StreamRows(SourceConnector source, ReadRequest read, ColumnMapping mapping) {
        this(source, read, mapping, false);
    }

    /**
     * Reads all of them, in as many threads as the request says.
     *
     * @param each called from several threads
     */
    void forEach(Consumer<RecordBatch> each) throws Exception {
        try (SplitPlan plan = source.planSplits(read);
                ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, read.parallelism()))) {
            List<Future<?>> splits = new ArrayList<>();
            for (Split split : plan.splits()) {
                splits.add(pool.submit(() -> {
                    readSplit(split, each);
                    return null;
                }));
            }
            try {
                for (Future<?> split : splits) {
                    split.get();
                }
            } catch (ExecutionException e) {
                pool.shutdownNow();
                if (e.getCause() instanceof Error error) {
                    throw error;
                }
                throw e.getCause() instanceof Exception cause ? cause : e;
            } catch (InterruptedException e) {
                pool.shutdownNow();
                throw e;
            }
        }
    }

    private void readSplit(Split split, Consumer<RecordBatch> each) throws Exception {
        List<Cast> casts = mapping.casts();
        BatchOutput output = new BatchOutput(read.schema(), read.batchSize()) {
            @Override
            public void emit(RecordBatch batch) throws InterruptedException {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                each.accept(mapping.apply(marked ? live(batch) : batch, casts, (field, row, reason) -> {
                    // what can't be converted is no value that was written
                    return false;
                }));
            }
        };
        source.read(read, split, output);
        output.flush();
    }

    private static RecordBatch live(RecordBatch batch) {
        Column mark = batch.columns().getLast();
        BitSet deleted = new BitSet();
        for (int row = 0; row < batch.rowCount(); row++) {
            deleted.set(row, !mark.isNull(row));
        }
        return batch.without(deleted);
    }

    Buckets buckets() throws Exception {
        Buckets buckets = new Buckets();
        forEach(buckets::add);
        return buckets;
    }
}
