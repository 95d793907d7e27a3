package dev.sluice.engine.run;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.verify.RunVerification;
import dev.sluice.spi.Capability;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Moves splits, as many at once as the plan allows, in threads of this process or on a cluster. The first that fails for
 * good ends the others.
 *
 * @param cluster null for threads of this process
 * @param verification is told what was sent; null where that isn't asked for
 */
record SplitTasks(
        RunPlan plan,
        StreamPlan stream,
        Cluster cluster,
        SplitWork work,
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
        return cluster == null ? inThreads(splits, workers) : onCluster(splits, workers);
    }

    private List<CommitToken> inThreads(List<Split> splits, int workers) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("write-", 0).daemon().factory());
        try {
            CompletionService<CommitToken> tasks = new ExecutorCompletionService<>(pool);
            SplitAttempts attempts = new SplitAttempts(
                    plan.source(), plan.destination(), work, 0, new Observers(), progress, listener::on);
            for (Split split : splits) {
                tasks.submit(() -> accept(attempts.run(split)));
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

    private CommitToken accept(TaskResult result) {
        sync.accept(result.token().split() - work.firstTask(), result.sync());
        if (verification != null) {
            verification.accept(result.sent());
        }
        progress.splitDone();
        return result.token();
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

    private List<CommitToken> onCluster(List<Split> splits, int workers) throws Exception {
        ClusterWork shipped = new ClusterWork(
                plan.source().spec().type(),
                plan.destination().spec().type(),
                work,
                work.keys() ? null : stream.increment(),
                errors.rule(),
                verification == null ? null : verification.sender());
        List<CommitToken> tokens = new ArrayList<>(splits.size());
        cluster.run(shipped, splits, workers, new Cluster.Tasks() {
            @Override
            public void running(long rows, long bytes) {
                progress.read(rows, bytes);
                progress.taken(rows);
            }

            @Override
            public void done(TaskResult result) {
                result.retries().forEach(listener::on);
                progress.read(result.rowsRead(), result.bytesRead());
                progress.taken(result.rowsRead());
                errors.accept(result.token().split(), result.nulled());
                tokens.add(accept(result));
            }

            @Override
            public void event(RunEvent event) {
                listener.on(event);
            }
        });
        return tokens;
    }

    private final class Observers implements SplitAttempts.Observers {
        @Override
        public AttemptErrors errors(int task, int attempt) {
            return errors.attempt(task, attempt);
        }

        @Override
        public AttemptSync sync(Split split) {
            return sync.attempt(split);
        }

        @Override
        public RunVerification.Sent sent() {
            return verification == null ? null : verification.attempt();
        }
    }
}
