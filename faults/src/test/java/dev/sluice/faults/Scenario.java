package dev.sluice.faults;

import java.nio.file.Path;

/** A pipeline that faults befall, with the source that it reads and what there is to hold of its target. */
interface Scenario extends AutoCloseable {
    Path pipeline();

    /** Lets the source differ from what it was. */
    void change() throws Exception;

    /** A run that nothing befalls; the next thing to look at is {@link #assertArrived}. */
    default void runToTheEnd() {
        Runs.succeed(pipeline());
    }

    /** Right after a fault: the target is one that some run was to make, whole. */
    void assertWhole() throws Exception;

    /** After a run that ended well: the target is the source, row by row. May run the pipeline to get there. */
    void assertArrived() throws Exception;

    /** After a run that ended well: nothing is there but the target. */
    void assertClean() throws Exception;

    @Override
    void close() throws Exception;
}
