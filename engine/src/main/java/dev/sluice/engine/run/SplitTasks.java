package dev.sluice.engine.run;

import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Moves splits, as many at once as the plan allows, each in as many attempts as are worthwhile. The first that fails for
 * good ends the others.
 *
 * @param keys whether the rows are the source's keys, see {@link WriteTask#keys}
 * @param verification is told what was sent; null where that isn't asked for
 * @param firstTask the number of the first split among all tasks of the stream
 */
record SplitTasks(
        RunPlan plan,
        ReadRequest read,
        ColumnMapping mapping,
        WriteRequest write,
        WriteHandle handle,
        boolean keys,
        int firstTask,
        StreamSync sync,
        RunVerification verification,
        StreamErrors errors,
        StreamProgress progress,
        RunListener listener) {

    /** Returns a token per split. */
    List<CommitToken> run(List<Split> splits) throws Exception {
        if (splits.isEmpty()) {
            return List.of();
        }
        boolean parallel = plan.destination().spec().can(Capability.PARALLEL_WRITERS);
        int workers = parallel ? Math.min(plan.budget().parallelism(), splits.size()) : 1;
        ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("write-", 0).daemon().factory());
        try {
            CompletionService<CommitToken> tasks = new ExecutorCompletionService<>(pool);
            for (Split split : splits) {
                tasks.submit(() -> attempts(split, splits.size() > 1));
            }
            List<CommitToken> tokens = new ArrayList<>(splits.size());
            for (int i = 0; i < splits.size(); i++) {
                tokens.add(tasks.take().get());
            }
            return tokens;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            endAll(pool);
        }
    }

    /** Interrupts what still runs and waits, so that nothing writes any more when staging is removed. */
    private static void endAll(ExecutorService pool) {
        pool.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                if (pool.awaitTermination(1, TimeUnit.MINUTES)) {
                    break;
                }
                pool.shutdownNow();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private CommitToken attempts(Split split, boolean oneOfMany) throws Exception {
        List<TaskAttempt> attempts = new ArrayList<>();
        for (int attempt = 1; ; attempt++) {
            TaskAttempt task = attempt(split, attempt);
            attempts.add(task);
            try {
                CommitToken token = task.run();
                // an attempt whose success got lost on its way is the one that counts, with what it had read
                attempts.get(token.attempt() - 1).accept(token, sync, verification);
                return token;
            } catch (Exception e) {
                if (!Retries.isWorthwhile(e, attempt)) {
                    throw Failures.inStream(progress.name(), oneOfMany ? split.description() : "", e);
                }
                pause(listener, progress.name(), split.description(), attempt, e);
            }
        }
    }

    private TaskAttempt attempt(Split split, int attempt) {
        int number = firstTask + split.index();
        return new TaskAttempt(
                plan.source(),
                read,
                split,
                plan.destination(),
                new WriteTask(write, handle, number, attempt, keys),
                mapping,
                progress,
                errors.attempt(number, attempt),
                sync.attempt(split),
                verification == null ? null : verification.attempt(),
                plan.budget().channelBytes());
    }

    /** Waits before another attempt, and says so. */
    static void pause(RunListener listener, String stream, String what, int attempt, Exception reason)
            throws InterruptedException {
        Duration pause = Retries.pause(attempt);
        listener.on(new RunEvent.Retry(stream, what, attempt, pause, String.valueOf(reason.getMessage())));
        Thread.sleep(pause);
    }
}
