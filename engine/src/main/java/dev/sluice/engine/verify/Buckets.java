package dev.sluice.engine.verify;

import dev.sluice.engine.content.RowHashes;
import dev.sluice.spi.data.RecordBatch;
import java.io.Serializable;
import java.util.BitSet;

/**
 * What a stream holds, whatever the order of its rows: their number and the sums of their hashes, in buckets by the hash
 * of the key. Two streams with the same rows have the same buckets; where they differ, so do the buckets of the rows that
 * do. Takes the same memory for any number of rows. Thread-safe.
 */
public final class Buckets implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int BITS = 16;
    private static final int COUNT = 1 << BITS;

    private final long[] rows = new long[COUNT];
    private final long[] high = new long[COUNT];
    private final long[] low = new long[COUNT];

    /** Adds the rows of a batch. */
    public void add(RecordBatch batch) {
        HashedRows hashed = HashedRows.of(batch);
        RowHashes hashes = hashed.rows().toSum();
        synchronized (this) {
            for (int row = 0; row < hashed.size(); row++) {
                int bucket = bucketOf(hashed.keys().high()[row]);
                rows[bucket]++;
                high[bucket] += hashes.high()[row];
                low[bucket] += hashes.low()[row];
            }
        }
    }

    static int bucketOf(long keyHash) {
        return (int) (keyHash >>> (Long.SIZE - BITS));
    }

    /** Adds all rows of another stream. */
    public void add(Buckets other) {
        combine(other, 1);
    }

    /** Takes the rows of another stream away. */
    void subtract(Buckets other) {
        combine(other, -1);
    }

    private synchronized void combine(Buckets other, int sign) {
        for (int i = 0; i < COUNT; i++) {
            rows[i] += sign * other.rows[i];
            high[i] += sign * other.high[i];
            low[i] += sign * other.low[i];
        }
    }

    /** The buckets that differ from another stream's. */
    synchronized BitSet differing(Buckets other) {
        BitSet differing = new BitSet();
        for (int i = 0; i < COUNT; i++) {
            if (rows[i] != other.rows[i] || high[i] != other.high[i] || low[i] != other.low[i]) {
                differing.set(i);
            }
        }
        return differing;
    }

    /** The number of rows. */
    public synchronized long rowCount() {
        long count = 0;
        for (long bucket : rows) {
            count += bucket;
        }
        return count;
    }

    /** The content hash: 32 hexadecimal digits. */
    public synchronized String contentHash() {
        long highSum = 0;
        long lowSum = 0;
        for (int i = 0; i < COUNT; i++) {
            highSum += high[i];
            lowSum += low[i];
        }
        return String.format("%016x%016x", highSum, lowSum);
    }
}
