package dev.sluice.engine.run;

import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.CommitToken;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a task that succeeded has to tell: all that the run needs to know of its rows, which it doesn't see. Plain data.
 *
 * @param token what it staged
 * @param rowsRead by the attempt that counts
 * @param bytesRead the same, as they lay in memory
 * @param sync of the rows that the last run had delivered or the next one will read again
 * @param nulled values that became NULL since they didn't fit, by column
 * @param sent hashes of the rows; null where the run isn't verified in full
 * @param retries why there was more than one attempt
 */
public record TaskResult(
        CommitToken token,
        long rowsRead,
        long bytesRead,
        SyncResult sync,
        Map<String, NulledValues> nulled,
        RunVerification.Sent sent,
        List<RunEvent.Retry> retries)
        implements Serializable {
    public TaskResult {
        nulled = Map.copyOf(nulled);
        retries = List.copyOf(retries);
    }

    TaskResult with(List<RunEvent.Retry> reasons) {
        return new TaskResult(token, rowsRead, bytesRead, sync, nulled, sent, reasons);
    }
}
