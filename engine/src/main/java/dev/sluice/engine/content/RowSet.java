package dev.sluice.engine.content;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Hashes of rows, in order; rows that are the same are in it as often as they are there. Immutable.
 */
public final class RowSet implements Serializable {
    public static final RowSet EMPTY = new RowSet(new long[0], new long[0]);

    private static final int BYTES_PER_ROW = 2 * Long.BYTES;

    private final long[] high;
    private final long[] low;

    private RowSet(long[] high, long[] low) {
        this.high = high;
        this.low = low;
    }

    /** All rows of several batches. */
    public static RowSet of(List<RowHashes> batches) {
        record Hash(long high, long low) implements Comparable<Hash> {
            @Override
            public int compareTo(Hash other) {
                int byHigh = Long.compare(high, other.high);
                return byHigh == 0 ? Long.compare(low, other.low) : byHigh;
            }
        }
        Hash[] hashes = batches.stream()
                .flatMap(batch -> IntStream.range(0, batch.high().length)
                        .mapToObj(row -> new Hash(batch.high()[row], batch.low()[row])))
                .sorted()
                .toArray(Hash[]::new);
        return new RowSet(
                Arrays.stream(hashes).mapToLong(Hash::high).toArray(),
                Arrays.stream(hashes).mapToLong(Hash::low).toArray());
    }

    public static RowSet union(List<RowSet> sets) {
        return of(sets.stream().map(set -> new RowHashes(set.high, set.low)).toList());
    }

    public int size() {
        return high.length;
    }

    public boolean isEmpty() {
        return high.length == 0;
    }

    /** The position of the first row with a hash, or of where it would be. */
    int lowerBound(long wantedHigh, long wantedLow) {
        int from = 0;
        int to = high.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            boolean less = high[middle] < wantedHigh || high[middle] == wantedHigh && low[middle] < wantedLow;
            if (less) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    boolean isAt(int position, long wantedHigh, long wantedLow) {
        return position < high.length && high[position] == wantedHigh && low[position] == wantedLow;
    }

    /** As base64, 16 bytes per row. */
    public String toText() {
        ByteBuffer buffer = ByteBuffer.allocate(high.length * BYTES_PER_ROW);
        for (int i = 0; i < high.length; i++) {
            buffer.putLong(high[i]).putLong(low[i]);
        }
        return Base64.getEncoder().withoutPadding().encodeToString(buffer.array());
    }

    /** @throws IllegalArgumentException where the text isn't one of {@link #toText} */
    public static RowSet ofText(String text) {
        ByteBuffer buffer = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        if (buffer.remaining() % BYTES_PER_ROW != 0) {
            throw new IllegalArgumentException("a set of row hashes is cut off");
        }
        long[] high = new long[buffer.remaining() / BYTES_PER_ROW];
        long[] low = new long[high.length];
        for (int i = 0; i < high.length; i++) {
            high[i] = buffer.getLong();
            low[i] = buffer.getLong();
        }
        return new RowSet(high, low);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowSet set && Arrays.equals(high, set.high) && Arrays.equals(low, set.low);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(low);
    }

    @Override
    public String toString() {
        return "RowSet[" + high.length + " rows]";
    }
}
