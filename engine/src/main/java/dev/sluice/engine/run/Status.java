package dev.sluice.engine.run;

import dev.sluice.spi.ErrorCode;

/** How a run or a stream ended. */
public enum Status {
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** Not begun, since an earlier stream failed. */
    SKIPPED;

    /** How something ended that failed for a reason. */
    static Status of(ErrorCode reason) {
        return reason == ErrorCode.CANCELLED || reason == ErrorCode.OUTPUT_CLOSED ? CANCELLED : FAILED;
    }
}
