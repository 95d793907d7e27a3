package dev.sluice.engine.run;

import dev.sluice.spi.data.RecordBatch;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The queue between one reader and one writer, bounded in bytes. A batch larger than the bound passes when the queue is
 * empty. Closing it from either side releases the other at once.
 */
final class Channel {
    private final long capacity;
    private final ArrayDeque<RecordBatch> batches = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long queuedBytes;
    private boolean complete;
    private boolean closed;

    Channel(long capacity) {
        this.capacity = capacity;
    }

    /**
     * Waits for room and puts a batch.
     *
     * @throws InterruptedException where the channel was closed
     */
    void put(RecordBatch batch) throws InterruptedException {
        long bytes = batch.sizeInBytes();
        lock.lockInterruptibly();
        try {
            while (!closed && !batches.isEmpty() && queuedBytes + bytes > capacity) {
                changed.await();
            }
            if (closed) {
                throw new InterruptedException("the rows are no longer wanted");
            }
            batches.addLast(batch);
            queuedBytes += bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more batches will come: the reader got to its end. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a batch.
     *
     * @return null after {@link #complete} once all are taken
     * @throws InterruptedException where the channel was closed before it was complete
     */
    RecordBatch take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (batches.isEmpty() && !complete && !closed) {
                changed.await();
            }
            if (closed) {
                throw new InterruptedException("the read ended early");
            }
            RecordBatch batch = batches.pollFirst();
            if (batch != null) {
                queuedBytes -= batch.sizeInBytes();
                changed.signalAll();
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    /** Drops what is queued and makes both sides end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            batches.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
