package dev.sluice.engine.verify;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.RecordBatch;
import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The rows that were sent to a target which holds others too, by key, as hashes in an open table: 32 bytes a row. Of
 * several rows with one key any may be the one that is there. Thread-safe.
 */
public final class KeyedRows implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final int LONGS = 4;
    private static final int LARGEST = 1 << 26;

    private final int mostRows;
    private long[] table = new long[LONGS << 10];
    private BitSet used = new BitSet();
    private BitSet found = new BitSet();
    private int size;

    /**
     * @param memory how many bytes it may take
     */
    public KeyedRows(long memory) {
        this.mostRows = (int) Math.min(LARGEST, memory / (2L * LONGS * Long.BYTES));
    }

    /** @throws ConnectorException OUT_OF_MEMORY where there are more rows than there is room for */
    public void add(RecordBatch batch) {
        HashedRows hashed = HashedRows.of(batch);
        synchronized (this) {
            for (int row = 0; row < hashed.size(); row++) {
                if (size * 2 >= table.length / LONGS) {
                    grow();
                }
                put(
                        hashed.keys().high()[row],
                        hashed.keys().low()[row],
                        hashed.rows().high()[row],
                        hashed.rows().low()[row]);
            }
        }
    }

    /** Adds the rows of another. */
    public void add(KeyedRows other) {
        synchronized (other) {
            for (int at = other.used.nextSetBit(0); at >= 0; at = other.used.nextSetBit(at + 1)) {
                int i = at * LONGS;
                synchronized (this) {
                    if (size * 2 >= table.length / LONGS) {
                        grow();
                    }
                    put(other.table[i], other.table[i + 1], other.table[i + 2], other.table[i + 3]);
                }
            }
        }
    }

    private void grow() {
        if (size >= mostRows) {
            throw new ConnectorException(
                    ErrorCode.OUT_OF_MEMORY,
                    "more than " + size + " rows are to be verified in a target that holds others too; raise"
                            + " --max-memory, or verify without this run by 'sluice verify'");
        }
        long[] old = table;
        BitSet oldUsed = used;
        table = new long[old.length * 2];
        used = new BitSet(table.length / LONGS);
        found = new BitSet(table.length / LONGS);
        size = 0;
        for (int at = oldUsed.nextSetBit(0); at >= 0; at = oldUsed.nextSetBit(at + 1)) {
            int i = at * LONGS;
            put(old[i], old[i + 1], old[i + 2], old[i + 3]);
        }
    }

    private void put(long... hashes) {
        int at = slot(hashes[0]);
        while (used.get(at)) {
            if (Arrays.equals(table, at * LONGS, at * LONGS + LONGS, hashes, 0, LONGS)) {
                return;
            }
            at = next(at);
        }
        used.set(at);
        System.arraycopy(hashes, 0, table, at * LONGS, LONGS);
        size++;
    }

    private int slot(long hash) {
        return (int) hash & table.length / LONGS - 1;
    }

    private int next(int slot) {
        return slot + 1 & table.length / LONGS - 1;
    }

    /** What a row of the target is to the rows that were sent. */
    enum Match {
        /** None of them has its key. */
        OTHER,
        /** It is one of them. */
        SAME,
        /** One of them has its key and other values. */
        DIFFERENT
    }

    /** Looks a row of the target up; rows that were found aren't {@link #missing}. */
    synchronized Match match(HashedRows rows, int row) {
        long keyHigh = rows.keys().high()[row];
        long keyLow = rows.keys().low()[row];
        boolean keyed = false;
        boolean same = false;
        for (int at = slot(keyHigh); used.get(at); at = next(at)) {
            int i = at * LONGS;
            if (table[i] == keyHigh && table[i + 1] == keyLow) {
                keyed = true;
                found.set(at);
                same |= table[i + 2] == rows.rows().high()[row]
                        && table[i + 3] == rows.rows().low()[row];
            }
        }
        return same ? Match.SAME : keyed ? Match.DIFFERENT : Match.OTHER;
    }

    /** Whether a row was sent and not found by {@link #match}. */
    synchronized boolean isMissing(HashedRows rows, int row) {
        for (int at = slot(rows.keys().high()[row]); used.get(at); at = next(at)) {
            int i = at * LONGS;
            if (table[i] == rows.keys().high()[row]
                    && table[i + 1] == rows.keys().low()[row]) {
                return !found.get(at);
            }
        }
        return false;
    }

    /** How many rows were sent and not found. */
    synchronized int missing() {
        BitSet left = (BitSet) used.clone();
        left.andNot(found);
        return left.cardinality();
    }
}
