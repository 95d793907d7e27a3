package dev.sluice.engine.content;

import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * The rows that an earlier run delivered: each may be met once more, and is then not delivered again. Thread-safe.
 */
public final class DeliveredRows {
    /** Where a row wasn't delivered, or was met before. */
    public static final int NONE = -1;

    private static final int OPEN = 0;
    private static final int MET = 1;

    private final RowSet rows;
    private final AtomicIntegerArray met;

    public DeliveredRows(RowSet rows) {
        this.rows = rows;
        this.met = new AtomicIntegerArray(rows.size());
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Notes that a row was met; returns its position for {@link #release}, or {@link #NONE}. */
    public int meet(long high, long low) {
        for (int at = rows.lowerBound(high, low); rows.isAt(at, high, low); at++) {
            if (met.compareAndSet(at, OPEN, MET)) {
                return at;
            }
        }
        return NONE;
    }

    /** Takes back that a row was met: who met it failed. */
    public void release(int position) {
        met.set(position, OPEN);
    }
}
