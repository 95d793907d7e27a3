package dev.sluice.spi;

import java.util.List;

/**
 * What was published.
 *
 * @param rows as counted by the target, not by us
 * @param duplicates staged rows that gave way to another of the same key and run; not among {@code rows}
 * @param deleted rows that were removed or marked since the source has them no more
 * @param notes what the user should know: how it was published, what was kept
 */
public record CommitResult(long rows, long duplicates, long deleted, List<String> notes) {
    public CommitResult {
        notes = List.copyOf(notes);
    }

    public CommitResult(long rows, List<String> notes) {
        this(rows, 0, 0, notes);
    }
}
