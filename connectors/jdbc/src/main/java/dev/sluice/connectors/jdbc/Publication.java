package dev.sluice.connectors.jdbc;

/** How staged rows become the target's. */
public enum Publication {
    /** There is no target yet. */
    RENAME("rename the staging table to the target"),
    /** The old table has nothing to keep but its rows, which are to go. */
    REPLACE("drop the old table and rename the staging table, in one transaction"),
    /** The old table stays, with all that hangs on it; its rows go. */
    DELETE_AND_INSERT("delete and insert in one transaction"),
    /** The old rows stay. */
    INSERT("insert in one transaction"),
    /** Old rows with the key of a new one become the new one, the others stay. */
    MERGE("merge by key in one transaction");

    private final String description;

    Publication(String description) {
        this.description = description;
    }

    /** For people. */
    public String description() {
        return description;
    }

    /** Whether the staging table itself becomes the target, and so needs its types, key and constraints. */
    public boolean stagingBecomesTarget() {
        return this == RENAME || this == REPLACE;
    }
}
