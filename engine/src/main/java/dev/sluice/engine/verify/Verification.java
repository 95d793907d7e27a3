package dev.sluice.engine.verify;

/** How far a run checks itself. */
public enum Verification {
    /** Rows read, staged and published must be as many. */
    COUNT,
    /** What was written is read again, and must hold the same values. */
    FULL
}
