package dev.sluice.engine.run;

import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Runs the streams of a plan, so many at once. The first failure ends the others, and no more are begun. Used once. */
final class StreamRuns {
    private final List<StreamPlan> streams;
    private final Function<StreamPlan, StreamRun.Outcome> run;
    private final List<StreamReport> reports = new ArrayList<>();
    private ConnectorException failure;

    /**
     * @param run runs one of them; an interrupt cancels it
     */
    StreamRuns(List<StreamPlan> streams, Function<StreamPlan, StreamRun.Outcome> run) {
        this.streams = streams;
        this.run = run;
        streams.forEach(stream -> reports.add(StreamReport.skipped(stream)));
    }

    /** In the streams' order. */
    synchronized List<StreamReport> reports() {
        return List.copyOf(reports);
    }

    /** The first one, or null. */
    synchronized ConnectorException failure() {
        return failure;
    }

    /** Runs them to their end; an interrupt cancels them. */
    void run(int atOnce) {
        if (atOnce <= 1) {
            for (int index = 0; index < streams.size() && failure() == null; index++) {
                runOne(index);
            }
        } else {
            runTogether(Executors.newFixedThreadPool(
                    Math.min(atOnce, streams.size()),
                    Thread.ofPlatform().name("stream-", 0).daemon().factory()));
        }
    }

    private void runTogether(ExecutorService pool) {
        for (int i = 0; i < streams.size(); i++) {
            int index = i;
            pool.execute(() -> {
                runOne(index);
                if (failure() != null) {
                    pool.shutdownNow();
                }
            });
        }
        pool.shutdown();
        boolean ended = false;
        while (!ended) {
            try {
                ended = pool.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                pool.shutdownNow();
            }
        }
        // streams that were running say so themselves, and where all were published already, nothing was cancelled
        if (reports().stream().anyMatch(report -> report.status() == Status.SKIPPED)) {
            fail(new ConnectorException(ErrorCode.CANCELLED, "cancelled before all streams were begun"));
        }
    }

    private void runOne(int index) {
        StreamRun.Outcome outcome = run.apply(streams.get(index));
        synchronized (this) {
            reports.set(index, outcome.report());
        }
        if (outcome.failure() != null) {
            fail(outcome.failure());
        }
    }

    private synchronized void fail(ConnectorException cause) {
        if (failure == null) {
            failure = cause;
        }
    }
}
