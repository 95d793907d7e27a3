package dev.sluice.engine.run;

import java.util.concurrent.atomic.LongAdder;

/** How far a stream is; read by displays while tasks count. Thread-safe. */
public final class StreamProgress implements RowCounter {
    private final String name;
    private final long estimatedRows;
    private final LongAdder rowsRead = new LongAdder();
    private final LongAdder bytesRead = new LongAdder();
    private final LongAdder rowsTaken = new LongAdder();
    private final LongAdder splitsDone = new LongAdder();
    private volatile int splits;

    StreamProgress(String name, long estimatedRows) {
        this.name = name;
        this.estimatedRows = estimatedRows;
    }

    public String name() {
        return name;
    }

    /** A guess at how many rows there are, or -1. */
    public long estimatedRows() {
        return estimatedRows;
    }

    /** Rows read so far; those of attempts that failed are taken off again. */
    public long rowsRead() {
        return rowsRead.sum();
    }

    /** Bytes read so far, as they lie in memory. */
    public long bytesRead() {
        return bytesRead.sum();
    }

    /** Rows handed to the destination so far. */
    public long rowsTaken() {
        return rowsTaken.sum();
    }

    public int splitsDone() {
        return splitsDone.intValue();
    }

    /** The number of splits, or 0 before they are planned. */
    public int splits() {
        return splits;
    }

    void splitsPlanned(int count) {
        splits = count;
    }

    @Override
    public void read(long rows, long bytes) {
        rowsRead.add(rows);
        bytesRead.add(bytes);
    }

    @Override
    public void taken(long rows) {
        rowsTaken.add(rows);
    }

    void splitDone() {
        splitsDone.increment();
    }
}
