package dev.sluice.faults;

import java.util.List;

/** Where a pipeline writes, looked at without the program. */
interface Target extends AutoCloseable {
    /** How many rows there are, and the hash of all of them in the order of their ids, by the system itself. */
    String fingerprint() throws Exception;

    /** The state of the one stream, as the system keeps it; only where one is kept beside the rows. */
    default String state() throws Exception {
        throw new UnsupportedOperationException();
    }

    /** What of a run's own is there beside the target. */
    List<String> leftovers() throws Exception;

    /** Waits until the system has noticed that a process is gone. */
    default void awaitIdle() throws Exception {}

    @Override
    void close() throws Exception;
}
