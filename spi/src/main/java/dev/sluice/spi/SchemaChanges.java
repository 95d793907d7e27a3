package dev.sluice.spi;

/** What becomes of a stream's columns that differ from those of its target. */
public enum SchemaChanges {
    /** New columns are added, types are widened; columns the stream has no more stay and get NULL. */
    EVOLVE,
    /** Nothing may differ. */
    FREEZE,
    /** New columns are left out, and the run says so. */
    IGNORE
}
