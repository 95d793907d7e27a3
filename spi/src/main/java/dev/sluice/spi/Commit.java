package dev.sluice.spi;

import java.io.Serializable;
import java.util.Comparator;
import java.util.List;

/**
 * What to publish.
 *
 * @param accepted one token per split, ordered by split
 * @param keys one token per split of the source's keys, where {@link WriteTask#keys} were staged too
 * @param previousState the state that the run began with; another one there by now means that another run committed
 * @param state the stream's new state, to be stored in one step with the data; empty where there is none
 */
public record Commit(List<CommitToken> accepted, List<CommitToken> keys, String previousState, String state)
        implements Serializable {
    public Commit {
        accepted = ordered(accepted);
        keys = ordered(keys);
    }

    public Commit(List<CommitToken> accepted, String state) {
        this(accepted, List.of(), "", state);
    }

    private static List<CommitToken> ordered(List<CommitToken> tokens) {
        return tokens.stream()
                .sorted(Comparator.comparingInt(CommitToken::split))
                .toList();
    }

    public long rows() {
        return accepted.stream().mapToLong(CommitToken::rows).sum();
    }
}
