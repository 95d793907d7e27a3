package dev.sluice.engine.run;

import dev.sluice.spi.WriteMode;
import java.util.List;

/**
 * How a stream ended.
 *
 * @param rowsRead with the rejected ones
 * @param rowsWritten as published, 0 unless it succeeded
 * @param rejects the file of the rejected rows, or empty
 * @param bytes bytes written to the target, as its writers counted
 * @param verified what was checked: {@code count} or empty
 * @param error what went wrong, or empty
 */
public record StreamReport(
        String name,
        String destination,
        Status status,
        WriteMode writeMode,
        long rowsRead,
        long rowsWritten,
        long rowsRejected,
        String rejects,
        long bytes,
        long durationMillis,
        int splits,
        List<String> warnings,
        String verified,
        String error) {
    public StreamReport {
        warnings = List.copyOf(warnings);
    }
}
