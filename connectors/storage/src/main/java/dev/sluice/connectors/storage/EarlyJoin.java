package dev.sluice.connectors.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Puts the parts of one file together while later ones are still being written, so that little is left to do for the
 * commit. It is only a head start: where it can't be used, the commit joins the parts that were accepted by itself.
 * Thread-safe.
 */
final class EarlyJoin {
    /** Tells what is joined early from what a commit joins. */
    static final String ATTEMPT = "joined";

    private static final System.Logger LOG = System.getLogger(EarlyJoin.class.getName());

    private final OrderedParts parts;
    private final FutureTask<StagedFile> join;
    private final Thread thread;
    private int splits;

    /** Joins parts to a staged file. */
    @FunctionalInterface
    interface Joining {
        StagedFile join(OrderedParts parts) throws IOException;
    }

    EarlyJoin(OrderedParts parts, Joining joining) {
        this.parts = parts;
        this.join = new FutureTask<>(() -> joining.join(parts));
        this.thread = Thread.ofPlatform().name("join").daemon().unstarted(join);
    }

    /** Takes what a split was written to. A single one needs no joining: work begins with the second. */
    synchronized void add(int split, List<StagedFile> files) {
        parts.add(split, files);
        splits++;
        if (splits == 2) {
            thread.start();
        }
    }

    /** The whole file, if it is made of these parts; else nothing is left of it. */
    Optional<StagedFile> finish(List<StagedFile> accepted) throws IOException {
        if (!parts.end(accepted) || thread.getState() == Thread.State.NEW) {
            cancel();
            return Optional.empty();
        }
        try {
            return Optional.of(join.get());
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "joining parts early", e.getCause());
            return Optional.empty();
        } catch (InterruptedException e) {
            cancel();
            throw new InterruptedIOException("cancelled during the commit");
        }
    }

    /** Ends the work and waits until nothing is written any more. */
    void cancel() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
