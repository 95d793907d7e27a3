package dev.sluice.engine.plan;

import dev.sluice.spi.BatchSize;

/**
 * How a run's memory and threads are shared out.
 *
 * @param parallelism tasks at once
 * @param batchSize how large a batch shall be
 * @param channelBytes how many bytes of batches may wait between one task's reader and writer
 * @param readMemory what one task's reader may hold beside its batches
 * @param writeMemory what one task's writer may hold beside its batches
 */
public record Budget(int parallelism, BatchSize batchSize, long channelBytes, long readMemory, long writeMemory) {
    private static final int MAX_ROWS = 65_536;
    private static final long MAX_BATCH_BYTES = 1L << 20;
    private static final long MIN_BATCH_BYTES = 64L << 10;

    /**
     * Shares out a heap: per task a part for the reader, the channel and the writer, with about a third left for everything
     * else and the collector.
     *
     * @param heap bytes
     * @param rowsPerBatch a user's batch_size, or 0
     */
    public static Budget of(long heap, int parallelism, int rowsPerBatch) {
        long perTask = heap * 2 / 3 / parallelism;
        long batchBytes = Math.max(MIN_BATCH_BYTES, Math.min(MAX_BATCH_BYTES, perTask / 32));
        int rows = rowsPerBatch > 0 ? rowsPerBatch : MAX_ROWS;
        return new Budget(parallelism, new BatchSize(rows, batchBytes), batchBytes * 4, perTask / 5, perTask / 2);
    }
}
