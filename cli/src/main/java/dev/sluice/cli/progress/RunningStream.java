package dev.sluice.cli.progress;

import dev.sluice.engine.run.StreamProgress;
import java.time.Duration;

/** A stream that is being moved, as displays see it. */
final class RunningStream {
    private static final int ALMOST_DONE = 99;

    private final StreamProgress progress;
    private final long start = System.nanoTime();
    private volatile boolean publishing;

    RunningStream(StreamProgress progress) {
        this.progress = progress;
    }

    String name() {
        return progress.name();
    }

    long rows() {
        return progress.rowsRead();
    }

    long bytes() {
        return progress.bytesRead();
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    void publishingBegins() {
        publishing = true;
    }

    boolean isPublishing() {
        return publishing;
    }

    /** How much is done, by the source's estimate or by splits; -1 where neither tells anything. */
    int percent() {
        if (publishing) {
            return ALMOST_DONE;
        }
        if (progress.estimatedRows() > 0) {
            return (int) Math.min(ALMOST_DONE, rows() * 100 / progress.estimatedRows());
        }
        return progress.splits() > 1 ? Math.min(ALMOST_DONE, progress.splitsDone() * 100 / progress.splits()) : -1;
    }
}
