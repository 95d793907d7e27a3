package dev.sluice.formats.parquet;

import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Arrays that their users give back, for the process's next reader or writer. What lives as long as a row group is moved to
 * the old generation before it dies: made anew each time, it would fill the heap to its limit, however little of it is in
 * use at once. The collector may take what nobody uses where memory is short. Thread-safe.
 */
final class SpareBytes {
    private static final int SMALLEST = 4 << 10;
    /** Larger ones are left to the collector: few would ever fit again. */
    private static final int LARGEST = 4 << 20;

    /** By length, of which there are four between one power of two and the next. */
    private static final Map<Integer, Queue<SoftReference<byte[]>>> SPARE = new ConcurrentHashMap<>();

    private SpareBytes() {}

    /** An array of {@code length} bytes or up to a quarter more, whatever they are. */
    static byte[] take(int length) {
        if (length < SMALLEST || length > LARGEST) {
            return new byte[length];
        }
        int kept = keptLength(length);
        Queue<SoftReference<byte[]>> queue = SPARE.computeIfAbsent(kept, unused -> new ConcurrentLinkedQueue<>());
        for (SoftReference<byte[]> spare = queue.poll(); spare != null; spare = queue.poll()) {
            byte[] bytes = spare.get();
            if (bytes != null) {
                return bytes;
            }
        }
        return new byte[kept];
    }

    private static int keptLength(int length) {
        int step = Integer.highestOneBit(length - 1) >> 2;
        return Math.ceilDiv(length, step) * step;
    }

    /** Gives back an array that came from here, which nobody may touch from then on. */
    static void give(byte[] bytes) {
        Queue<SoftReference<byte[]>> queue = SPARE.get(bytes.length);
        if (queue != null) {
            queue.add(new SoftReference<>(bytes));
        }
    }
}
