package dev.sluice.spi;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What to publish.
 *
 * @param accepted one token per split, ordered by split
 * @param state the stream's new state, to be stored in one step with the data; empty where there is none
 */
public record Commit(List<CommitToken> accepted, String state) implements Serializable {
    public Commit {
        accepted = accepted.stream()
                .sorted(Comparator.comparingInt(CommitToken::split))
                .toList();
    }

    public long rows() {
        return accepted.stream().mapToLong(CommitToken::rows).sum();
    }
}
