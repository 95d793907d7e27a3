package dev.sluice.engine.run;

import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.Capability;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Moves one stream: begin, plan splits, a task per split, commit or abort. */
final class StreamRun {
    private final RunPlan plan;
    private final StreamPlan stream;
    private final RunListener listener;
    private final StreamProgress progress;
    private final StreamErrors errors;
    private final List<String> warnings = new ArrayList<>();
    private int splitCount;

    StreamRun(RunPlan plan, StreamPlan stream, RejectsFolder rejects, RunListener listener) {
        this.plan = plan;
        this.stream = stream;
        this.listener = listener;
        this.progress = new StreamProgress(
                stream.stream().name().toString(), stream.stream().estimatedRows());
        String file = progress.name().replaceAll("[^A-Za-z0-9._-]+", "_") + "-" + plan.runId();
        String folder = stream.badRows().folder();
        Path published =
                folder.isEmpty() ? rejects.published() : plan.pipeline().home().resolve(folder);
        this.errors = new StreamErrors(
                progress.name(),
                stream.badRows(),
                rejects.staging().resolve(file),
                published.toAbsolutePath().normalize().resolve(file + ".jsonl"));
    }

    /** What became of the stream, and why where it failed. */
    record Outcome(StreamReport report, ConnectorException failure) {}

    /** Runs the stream; failures are in the outcome. */
    Outcome run() {
        long start = System.nanoTime();
        listener.on(new RunEvent.StreamStarted(progress));
        stream.write().notes().forEach(this::note);
        Status status = Status.FAILED;
        long bytes = 0;
        CommitResult result = new CommitResult(0, List.of());
        ConnectorException failure = null;
        try {
            Staged staged = stage();
            errors.prepare();
            listener.on(new RunEvent.Publishing(progress.name()));
            result = publish(staged);
            result.notes().forEach(this::note);
            bytes = staged.commit.accepted().stream()
                    .mapToLong(CommitToken::bytes)
                    .sum();
            status = Status.SUCCEEDED;
            showRejects();
        } catch (Throwable e) {
            failure = Failures.inStream(progress.name(), "", e);
            status = Status.of(failure.code());
            endErrors(e);
        }
        StreamReport report = new StreamReport(
                progress.name(),
                stream.target().toString(),
                status,
                stream.mode(),
                progress.rowsRead() + errors.rejected() - errors.rejectedByWriters(),
                result.rows(),
                errors.rejected(),
                errors.file(),
                bytes,
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                splitCount,
                warnings,
                status == Status.SUCCEEDED ? "count" : "",
                failure == null ? "" : failure.getMessage());
        listener.on(new RunEvent.StreamFinished(report));
        return new Outcome(report, failure);
    }

    /** The stream is published by now: nothing that goes wrong here can be a failure of it. */
    private void showRejects() {
        errors.notes().forEach(this::note);
        try {
            errors.publish();
        } catch (RuntimeException e) {
            note(e.getMessage());
        }
    }

    /** Shows the rejected rows of a run that ended because of them; removes others. */
    private void endErrors(Throwable cause) {
        try {
            if (errors.isLimitReached()) {
                errors.prepare();
                errors.publish();
            } else {
                errors.discard();
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private record Staged(WriteRequest request, WriteHandle handle, Commit commit) {}

    private Staged stage() throws Exception {
        ReadRequest read = Planner.readRequest(plan, stream);
        WriteRequest write = Planner.writeRequest(plan, stream);
        try (SplitPlan splits = plan.source().planSplits(read)) {
            splits.notes().forEach(this::note);
            splitCount = splits.splits().size();
            progress.splitsPlanned(splitCount);
            WriteHandle handle = plan.destination().begin(write);
            handle.notes().forEach(this::note);
            try {
                List<CommitToken> tokens = runTasks(splits.splits(), read, write, handle);
                errors.checkShare(tokens.stream().mapToLong(CommitToken::rows).sum());
                return new Staged(write, handle, new Commit(tokens, ""));
            } catch (Throwable e) {
                abort(write, handle, e);
                throw e;
            }
        }
    }

    private CommitResult publish(Staged staged) throws InterruptedException {
        CommitResult result;
        try {
            result = commit(staged);
        } catch (Throwable e) {
            boolean unknown = e instanceof ConnectorException exception && exception.code() == ErrorCode.COMMIT_UNKNOWN;
            if (!unknown) {
                abort(staged.request, staged.handle, e);
            }
            throw e;
        }
        if (result.rows() + result.duplicates() != staged.commit.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "staged " + staged.commit.rows() + " rows but the target counted " + result.rows()
                            + "; the target has been written");
        }
        return result;
    }

    /** Commits are idempotent, so one that failed for a passing reason is tried again. */
    private CommitResult commit(Staged staged) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before the commit");
            }
            try {
                return plan.destination().commit(staged.request, staged.handle, staged.commit);
            } catch (ConnectorException e) {
                if (!Retries.isWorthwhile(e, attempt)) {
                    throw e;
                }
                pause(attempt, "commit", e);
            }
        }
    }

    private void abort(WriteRequest request, WriteHandle handle, Throwable cause) {
        // The abort must run to its end even where the run was cancelled by an interrupt.
        boolean interrupted = Thread.interrupted();
        try {
            plan.destination().abort(request, handle);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            note("what was staged could not be removed (" + e.getMessage() + "); the next run removes it");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private List<CommitToken> runTasks(List<Split> splits, ReadRequest read, WriteRequest write, WriteHandle handle)
            throws Exception {
        boolean parallel = plan.destination().spec().can(Capability.PARALLEL_WRITERS);
        int workers = parallel ? Math.min(plan.budget().parallelism(), splits.size()) : 1;
        ExecutorService pool = Executors.newFixedThreadPool(
                workers, Thread.ofPlatform().name("write-", 0).daemon().factory());
        try {
            CompletionService<CommitToken> tasks = new ExecutorCompletionService<>(pool);
            for (Split split : splits) {
                tasks.submit(() -> attempts(split, read, write, handle));
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
                if (pool.awaitTermination(1, java.util.concurrent.TimeUnit.MINUTES)) {
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

    private CommitToken attempts(Split split, ReadRequest read, WriteRequest write, WriteHandle handle)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            TaskAttempt task = new TaskAttempt(
                    plan.source(),
                    read,
                    split,
                    plan.destination(),
                    new WriteTask(write, handle, split.index(), attempt),
                    stream.mapping(),
                    progress,
                    errors.attempt(split.index(), attempt),
                    plan.budget().channelBytes());
            try {
                return task.run();
            } catch (Exception e) {
                if (!Retries.isWorthwhile(e, attempt)) {
                    throw Failures.inStream(progress.name(), splitCount > 1 ? split.description() : "", e);
                }
                pause(attempt, split.description(), e);
            }
        }
    }

    private void pause(int attempt, String what, Exception reason) throws InterruptedException {
        Duration pause = Retries.pause(attempt);
        listener.on(new RunEvent.Retry(progress.name(), what, attempt, pause, String.valueOf(reason.getMessage())));
        Thread.sleep(pause);
    }

    private synchronized void note(String text) {
        warnings.add(text);
        listener.on(new RunEvent.Note(progress.name(), text));
    }
}
