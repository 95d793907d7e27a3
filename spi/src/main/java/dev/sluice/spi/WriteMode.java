package dev.sluice.spi;

/** What becomes of the rows that are already in the target. */
public enum WriteMode {
    /** They are replaced. */
    OVERWRITE,
    /** They stay. */
    APPEND,
    /** Those with the key of a new row are replaced, the others stay. */
    MERGE
}
