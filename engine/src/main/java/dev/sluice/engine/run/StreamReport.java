package dev.sluice.engine.run;

import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.WriteMode;
import java.util.List;

/**
 * How a stream ended.
 *
 * @param syncMode {@code full_refresh} or {@code incremental}
 * @param rejects the file of the rejected rows, or empty
 * @param bytes bytes written to the target, as its writers counted
 * @param cursor the cursor value up to which an incremental run has read, or empty
 * @param splitsSkipped how many splits a crashed run had staged already
 * @param verified what was checked: {@code count} or empty
 * @param contentHash of all rows, where they were verified in full; or empty
 * @param error what went wrong, or empty
 */
public record StreamReport(
        String name,
        String destination,
        Status status,
        String syncMode,
        WriteMode writeMode,
        Rows rows,
        String rejects,
        long bytes,
        long durationMillis,
        String cursor,
        int splits,
        int splitsSkipped,
        List<String> warnings,
        String verified,
        String contentHash,
        String error) {
    public StreamReport {
        warnings = List.copyOf(warnings);
    }

    /** Of a stream that wasn't begun. */
    static StreamReport skipped(StreamPlan stream) {
        return new StreamReport(
                stream.stream().name().toString(),
                stream.target().toString(),
                Status.SKIPPED,
                stream.syncMode(),
                stream.mode(),
                Rows.NONE,
                "",
                0,
                0,
                "",
                0,
                0,
                List.of(),
                "",
                "",
                "");
    }

    /**
     * What became of the rows.
     *
     * @param read with the rejected ones
     * @param written as published, 0 unless the stream succeeded
     * @param duplicates gave way to another of the same key in a merge
     * @param deleted removed or marked in the target, since the source has them no more
     */
    public record Rows(long read, long written, long rejected, long duplicates, long deleted) {
        static final Rows NONE = new Rows(0, 0, 0, 0, 0);
    }
}
