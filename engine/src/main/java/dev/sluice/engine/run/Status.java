package dev.sluice.engine.run;

/** How a run or a stream ended. */
public enum Status {
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Not begun, since an earlier stream failed. */
    SKIPPED
}
