package dev.sluice.connectors.jdbc;

/**
 * What a commit notes of itself in the ledger, where DDL commits by itself: whoever comes after a crash learns from it
 * whether the rows are in the target.
 *
 * @param entry the state that belongs to the rows
 */
record CommitMarker(Stage stage, StateTable.Entry entry) {
    /** How far it is. */
    enum Stage {
        /** The staging table is about to become the target: it has, if it is gone. */
        RENAMING,
        /** The rows are in the target: this was noted in the transaction that moved them. */
        MOVED
    }

    /** Whether the rows are in the target. */
    boolean isPublished(boolean stagingExists) {
        return stage == Stage.MOVED || !stagingExists;
    }
}
