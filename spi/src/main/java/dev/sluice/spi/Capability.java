package dev.sluice.spi;

/** What a connector can do; what it doesn't declare is refused with a clear message before anything moves. */
public enum Capability {
    /** A source that reads a stream in several splits at once. */
    SPLITS,
    /** A source whose splits all read the same point in time. */
    CONSISTENT_SPLITS,
    /** A source that reads the result of a query as a stream. */
    QUERIES,
    /** A source that can read what is new or changed since the last run. */
    INCREMENTAL,
    /** A source whose incremental reads find rows that were committed late by themselves, without looking back. */
    LATE_COMMITS,
    /** A destination whose commit shows all of a stream's rows at once, or none. */
    ATOMIC_COMMIT,
    /** A destination that several writers can stage into at once. */
    PARALLEL_WRITERS,
    /** A destination that keeps the cursor state and commits it together with the data. */
    STATE_IN_DESTINATION,
    /** A destination that can add to what is there. */
    APPEND,
    /** A destination that can merge by primary key. */
    MERGE,
    /** A destination that can remove or mark rows that the source has no more. */
    DELETES,
    /** A destination that can go on with the splits that a crashed run had staged. */
    RESUME,
    /** A destination that keeps runs of a pipeline apart which are on several machines. */
    LEASE,
    /** A destination that runs statements before and after a stream. */
    STATEMENTS
}
