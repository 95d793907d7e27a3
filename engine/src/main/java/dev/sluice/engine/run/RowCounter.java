package dev.sluice.engine.run;

/** Is told how far an attempt is; negative numbers take back what an attempt that failed had counted. Thread-safe. */
public interface RowCounter {
    /**
     * Rows were read.
     *
     * @param bytes as they lie in memory
     */
    void read(long rows, long bytes);

    /** Rows were handed to the destination. */
    void taken(long rows);
}
