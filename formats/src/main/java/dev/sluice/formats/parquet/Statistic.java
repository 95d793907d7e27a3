package dev.sluice.formats.parquet;

import org.apache.parquet.format.Statistics;

/** Smallest and largest value of a column chunk, from which readers tell what they need not read. */
interface Statistic {
    /** Says the bounds, where there are any. */
    void describe(Statistics statistics);

    /** Starts anew. */
    void clear();
}
