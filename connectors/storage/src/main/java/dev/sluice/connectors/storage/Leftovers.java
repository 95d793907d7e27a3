package dev.sluice.connectors.storage;

import dev.sluice.spi.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells the staged files of dead runs from those of live ones. A lease lets one run of a pipeline's stream go on at a time:
 * what earlier runs of the same stream staged is dead. Runs of other streams and pipelines may be at work in the same place:
 * theirs is dead once they staged nothing for {@link #ABANDONED}.
 */
final class Leftovers {
    static final Duration ABANDONED = Duration.ofHours(24);

    private final List<Leftover> all;
    private final Stager self;
    private final Instant oldest;
    private final Map<Stager, Instant> lastSeen = new HashMap<>();

    /**
     * @param all what is staged in the place
     * @param self who is asking
     */
    Leftovers(List<Leftover> all, Stager self, Instant now) {
        this.all = all;
        this.self = self;
        this.oldest = now.minus(ABANDONED);
        for (Leftover leftover : all) {
            lastSeen.merge(leftover.stager(), leftover.since(), (a, b) -> a.isAfter(b) ? a : b);
        }
    }

    /** Whether attempts that lost may have left something that nobody discarded: there were more than one of a split. */
    static boolean mayBeLeft(Commit commit) {
        return commit.accepted().stream().anyMatch(token -> token.attempt() > 1);
    }

    /**
     * What no run can be going to publish. What doesn't tell whose it is belongs to what is staged for the same file: while
     * a live run is at work on that, so that one can't tell, all of it stays.
     */
    List<StagedFile> dead() {
        Set<String> claimed = new HashSet<>();
        Set<String> unclear = new HashSet<>();
        for (Leftover leftover : all) {
            if (!isKnown(leftover)) {
                unclear.add(leftover.file().path());
            } else if (!isDead(leftover)) {
                claimed.add(leftover.file().path());
            }
        }
        unclear.retainAll(claimed);
        return all.stream()
                .filter(leftover -> !isKnown(leftover) || isDead(leftover))
                .map(Leftover::file)
                .filter(file -> !unclear.contains(file.path()))
                .toList();
    }

    private static boolean isKnown(Leftover leftover) {
        return !leftover.stager().equals(Leftover.UNKNOWN);
    }

    private boolean isDead(Leftover leftover) {
        Stager stager = leftover.stager();
        if (stager.equals(self)) {
            return false;
        }
        return stager.stream().equals(self.stream()) || lastSeen.get(stager).isBefore(oldest);
    }

    /** What attempts that lost staged in this run; some stores still list what has just been published. */
    List<StagedFile> ownBut(Set<String> publishedPaths) {
        return own().stream()
                .filter(file -> !publishedPaths.contains(file.path()))
                .toList();
    }

    /** What the run itself staged. */
    List<StagedFile> own() {
        return all.stream()
                .filter(leftover -> leftover.stager().equals(self))
                .map(Leftover::file)
                .toList();
    }
}
