package dev.sluice.cli.command;

import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.Options;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.SourceConnector;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.util.ArrayList;
import java.util.List;

/** Reads the first rows of a stream and no more than needed: the read is ended once there are enough. */
final class FirstRows {
    private static final long BATCH_BYTES = 4L << 20;

    private FirstRows() {}

    /** Batches that together hold at least {@code limit} rows, or all there are. */
    static List<RecordBatch> read(SourceConnector source, Options options, CatalogStream stream, int limit)
            throws Exception {
        long memory = Runtime.getRuntime().maxMemory() / 4;
        ReadRequest request =
                new ReadRequest(options, stream, stream.schema(), 1, new BatchSize(limit, BATCH_BYTES), memory);
        Collected collected = new Collected(stream.schema(), request.batchSize(), limit);
        try (SplitPlan plan = source.planSplits(request)) {
            for (Split split : plan.splits()) {
                if (collected.isEnough()) {
                    break;
                }
                read(source, request, split, collected);
            }
        }
        return collected.batches;
    }

    private static void read(SourceConnector source, ReadRequest request, Split split, Collected collected)
            throws Exception {
        try {
            source.read(request, split, collected);
            collected.flush();
        } catch (Exception e) {
            // Whatever a source makes of being told to stop, it is not a failure once there are enough rows.
            if (!collected.isEnough()) {
                throw e;
            }
        }
    }

    private static final class Collected extends BatchOutput {
        private final List<RecordBatch> batches = new ArrayList<>();
        private int missing;

        Collected(Schema schema, BatchSize batchSize, int limit) {
            super(schema, batchSize);
            this.missing = limit;
        }

        boolean isEnough() {
            return missing <= 0;
        }

        @Override
        public void emit(RecordBatch batch) throws InterruptedException {
            if (!isEnough()) {
                batches.add(batch);
                missing -= batch.rowCount();
            }
            if (isEnough()) {
                throw new InterruptedException("enough rows were read");
            }
        }
    }
}
