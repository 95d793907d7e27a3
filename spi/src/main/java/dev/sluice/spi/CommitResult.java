package dev.sluice.spi;

import java.util.List;

/**
 * What was published.
 *
 * @param rows as counted by the target, not by us
 * @param notes what the user should know: how it was published, what was kept
 */
public record CommitResult(long rows, List<String> notes) {
    public CommitResult {
        notes = List.copyOf(notes);
    }
}
