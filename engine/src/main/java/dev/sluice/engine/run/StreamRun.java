package dev.sluice.engine.run;

import dev.sluice.engine.plan.ColumnMapping;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.verify.RunVerification;
import dev.sluice.engine.verify.Verification;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.CommitToken;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.ReadRequest;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Moves one stream: begin, plan splits, a task per split, commit or abort. */
final class StreamRun {
    private final RunPlan plan;
    private final StreamPlan stream;
    private final LeaseHolder holder;
    private final Cluster cluster;
    private final RunListener listener;
    private final StreamProgress progress;
    private final StreamErrors errors;
    private final List<String> warnings = new ArrayList<>();
    private int splitCount;
    private int splitsSkipped;
    private long keysRead;
    /** Rows that the target refused when they were published. */
    private long refusedLate;

    private RunVerification verification;
    private HeldLease lease;

    /**
     * @param cluster where its tasks run; null for threads of this process
     */
    StreamRun(
            RunPlan plan,
            StreamPlan stream,
            Cluster cluster,
            RejectsFolder rejects,
            LeaseHolder holder,
            RunListener listener) {
        this.plan = plan;
        this.holder = holder;
        this.stream = stream;
        this.cluster = cluster;
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
        Staged staged = null;
        CommitResult result = new CommitResult(0, List.of());
        ConnectorException failure = null;
        try {
            staged = stage();
            errors.prepare();
            listener.on(new RunEvent.Publishing(progress.name()));
            result = publish(staged);
            result.notes().forEach(this::note);
            noteRows(result);
            verify();
            runAfter();
            status = Status.SUCCEEDED;
            showRejects();
        } catch (Throwable e) {
            // what a connector makes of being interrupted says nothing to who ended the run
            failure = staged == null && Thread.currentThread().isInterrupted()
                    ? Failures.cancelled(progress.name(), e)
                    : Failures.inStream(progress.name(), "", e);
            status = Status.of(failure.code());
            endErrors(e);
        } finally {
            if (lease != null) {
                lease.close();
            }
        }
        boolean succeeded = status == Status.SUCCEEDED;
        boolean full = verification != null;
        StreamReport report = new StreamReport(
                progress.name(),
                stream.target().toString(),
                status,
                stream.syncMode(),
                stream.mode(),
                new StreamReport.Rows(
                        progress.rowsRead() - keysRead + errors.rejected() - errors.rejectedByWriters(),
                        result.rows(),
                        errors.rejected(),
                        result.duplicates(),
                        result.deleted()),
                errors.file(),
                succeeded ? staged.bytes() : 0,
                Duration.ofNanos(System.nanoTime() - start).toMillis(),
                succeeded ? staged.cursor : "",
                splitCount,
                splitsSkipped,
                warnings,
                succeeded ? full ? "full" : "count" : "",
                succeeded && full ? verification.contentHash() : "",
                failure == null ? "" : failure.getMessage());
        listener.on(new RunEvent.StreamFinished(report));
        return new Outcome(report, failure);
    }

    private void verify() throws Exception {
        if (verification == null) {
            return;
        }
        if (errors.rejectedByWriters() > 0) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "the rows are published, but can't be verified in full: the target refused "
                            + errors.rejectedByWriters() + " of them");
        }
        listener.on(new RunEvent.Note(progress.name(), "verifying"));
        verification.check();
    }

    private static String rows(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private void execute(String statement) {
        plan.destination().execute(plan.pipeline().destination().options(), statement);
    }

    private void runAfter() {
        try {
            stream.after().forEach(this::execute);
        } catch (ConnectorException e) {
            throw new ConnectorException(
                    e.code(), "the rows are published, but what was to run after them failed: " + e.getMessage(), e);
        }
    }

    private void noteRows(CommitResult result) {
        if (result.duplicates() > 0) {
            note(rows(result.duplicates()) + " gave way to another of the same key in this run");
        }
        if (result.deleted() > 0) {
            note((stream.rules().deletes().kind() == Deletes.Kind.SOFT ? "marked " : "deleted ")
                    + rows(result.deleted()) + " that the source no longer has");
        }
    }

    /** The stream is published by now: nothing that goes wrong here can be a failure of it. */
    private void showRejects() {
        try {
            String unwritable = errors.publishAll(refusedLate > 0);
            if (!unwritable.isEmpty()) {
                note(unwritable);
            }
        } catch (RuntimeException e) {
            note(e.getMessage());
        }
        errors.notes().forEach(this::note);
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

    /**
     * What is ready to be published.
     *
     * @param handle none where there are no rows, and so the destination wasn't prepared
     * @param cursor up to which the stream was read, or empty
     */
    private record Staged(WriteRequest request, Optional<WriteHandle> handle, Commit commit, String cursor) {
        long bytes() {
            return commit.accepted().stream().mapToLong(CommitToken::bytes).sum();
        }
    }

    private Staged stage() throws Exception {
        WriteRequest asked = Planner.writeRequest(plan, stream);
        if (!mayLookFirst() || plan.destination().requiresLease(asked)) {
            takeLease(asked);
            stream.before().forEach(this::execute);
            if (plan.verification() == Verification.FULL) {
                verification = new RunVerification(plan, stream, asked);
                verification.prepare();
            }
        }
        Optional<Staged> staged = stageWhatIsNew(asked);
        // where another run has committed since this one looked, it looks again, with the lease
        return staged.isPresent() ? staged.get() : stageWhatIsNew(asked).orElseThrow();
    }

    private boolean mayFindNothing() {
        return stream.increment() != null && !comparesKeys();
    }

    /** Whether nothing is to be done before it is known whether there is anything new, nor after it where there isn't. */
    private boolean mayLookFirst() {
        return mayFindNothing()
                && stream.before().isEmpty()
                && stream.after().isEmpty()
                && plan.verification() != Verification.FULL;
    }

    private void takeLease(WriteRequest asked) {
        lease = HeldLease.take(plan.destination(), asked, holder);
        lease.notes().forEach(this::note);
    }

    /** Takes the lease once there is something to stage, if it wasn't before; empty where the state is another by then. */
    private Optional<Staged> stageWhatIsNew(WriteRequest asked) throws Exception {
        StreamSync sync = StreamSync.begin(stream, plan.destination(), asked);
        sync.notes().forEach(this::note);
        ReadRequest read = Planner.readRequest(plan, stream, stream.mapping().read(), sync.increment());
        try (SplitPlan splits = plan.source().planSplits(read)) {
            requireShareable(splits);
            boolean nothing = mayFindNothing() && splits.splits().isEmpty();
            if (lease == null && !nothing) {
                takeLease(asked);
                if (!sync.isCurrent(plan.destination(), asked)) {
                    return Optional.empty();
                }
            }
            splits.notes().forEach(this::note);
            splitCount = splits.splits().size();
            progress.splitsPlanned(splitCount);
            String fingerprint = Resuming.fingerprint(plan, stream, read, splits, sync);
            WriteRequest write = asked.withRules(asked.rules().withFingerprint(fingerprint));
            if (nothing) {
                Commit state = new Commit(List.of(), List.of(), sync.previousState(), sync.state(splits));
                return Optional.of(new Staged(write, Optional.empty(), state, sync.cursor(splits)));
            }
            WriteHandle handle = begin(write);
            try {
                List<CommitToken> tokens = new ArrayList<>(skipStaged(handle));
                tokens.addAll(tasks(read, stream.mapping(), write, handle, false, 0, sync, errors)
                        .run(open(splits.splits(), handle)));
                errors.checkShare(tokens.stream().mapToLong(CommitToken::rows).sum());
                List<CommitToken> keys = stageKeys(write, handle);
                noteSync(sync);
                Commit commit = new Commit(tokens, keys, sync.previousState(), sync.state(splits));
                return Optional.of(new Staged(write, Optional.of(handle), commit, sync.cursor(splits)));
            } catch (Throwable e) {
                abort(write, handle, e);
                throw e;
            }
        }
    }

    private SplitTasks tasks(
            ReadRequest read,
            ColumnMapping mapping,
            WriteRequest write,
            WriteHandle handle,
            boolean keys,
            int firstTask,
            StreamSync sync,
            StreamErrors badRows) {
        SplitWork work = new SplitWork(
                progress.name(),
                read,
                mapping,
                write,
                handle,
                keys,
                firstTask,
                splitCount > 1,
                plan.budget().channelBytes());
        return new SplitTasks(
                plan, stream, cluster, work, sync, keys ? null : verification, badRows, progress, listener);
    }

    private void requireShareable(SplitPlan splits) {
        if (cluster != null && splits.isBoundToProcess()) {
            throw ClusterRules.boundToProcess(progress.name());
        }
    }

    /** What a crashed run had staged counts as read. */
    private List<CommitToken> skipStaged(WriteHandle handle) {
        splitsSkipped = handle.staged().size();
        for (CommitToken token : handle.staged()) {
            progress.read(token.rows(), 0);
            progress.splitDone();
        }
        if (splitsSkipped > 0) {
            note(splitsSkipped + " of " + splitCount
                    + " splits were staged by an earlier run that didn't end: this one goes on from there");
        }
        return handle.staged();
    }

    private static List<Split> open(List<Split> splits, WriteHandle handle) {
        Set<Integer> staged = handle.staged().stream().map(CommitToken::split).collect(Collectors.toSet());
        return splits.stream().filter(split -> !staged.contains(split.index())).toList();
    }

    private WriteHandle begin(WriteRequest write) {
        WriteHandle handle = plan.destination().begin(write);
        handle.notes().forEach(this::note);
        return handle;
    }

    private boolean comparesKeys() {
        return stream.increment() != null && stream.rules().deletes().kind() != Deletes.Kind.IGNORE;
    }

    /** Where deleted rows are looked for and not all rows were read, the keys that the source has now. */
    private List<CommitToken> stageKeys(WriteRequest write, WriteHandle handle) throws Exception {
        if (!comparesKeys()) {
            return List.of();
        }
        ColumnMapping key = stream.mapping().onlyKey();
        ReadRequest read = Planner.readRequest(plan, stream, key.read(), null);
        try (SplitPlan splits = plan.source().planSplits(read)) {
            requireShareable(splits);
            long before = progress.rowsRead();
            StreamErrors badKeys = errors.ofKeys();
            try {
                List<CommitToken> tokens = tasks(
                                read, key, write, handle, true, splitCount, StreamSync.none(stream), badKeys)
                        .run(splits.splits());
                keysRead = progress.rowsRead() - before;
                if (badKeys.rejected() > 0) {
                    note(rows(badKeys.rejected()) + " at the source with a bad key: not compared with the target's");
                }
                return tokens;
            } finally {
                badKeys.discard();
            }
        }
    }

    private void noteSync(StreamSync sync) {
        if (sync.leftOut() > 0) {
            note(rows(sync.leftOut()) + " that the last run had delivered left out");
        }
        if (sync.nullCursors() > 0) {
            note(rows(sync.nullCursors()) + " without a cursor: '"
                    + stream.increment().cursorName() + "' is NULL");
        }
    }

    private CommitResult publish(Staged staged) throws InterruptedException {
        if (staged.handle.isPresent()) {
            return publish(staged, staged.handle.get());
        }
        Optional<CommitResult> kept =
                retried(attempt -> plan.destination().commitNothing(staged.request, staged.commit));
        if (kept.isPresent()) {
            return kept.get();
        }
        if (lease == null) {
            takeLease(staged.request);
        }
        return publish(staged, begin(staged.request));
    }

    private CommitResult publish(Staged staged, WriteHandle handle) throws InterruptedException {
        CommitResult result;
        try {
            result = commit(staged, handle);
        } catch (Throwable e) {
            boolean unknown = e instanceof ConnectorException exception && exception.code() == ErrorCode.COMMIT_UNKNOWN;
            if (!unknown) {
                abort(staged.request, handle, e);
            }
            throw e;
        }
        if (result.rows() + result.duplicates() + refusedLate != staged.commit.rows()) {
            throw new ConnectorException(
                    ErrorCode.VERIFICATION_FAILED,
                    "staged " + staged.commit.rows() + " rows but the target counted " + result.rows()
                            + "; the target has been written");
        }
        return result;
    }

    private CommitResult commit(Staged staged, WriteHandle handle) throws InterruptedException {
        return retried(attempt -> {
            PublishErrors refused = errors.publishing(attempt, staged.commit.rows());
            CommitResult result = plan.destination().commit(staged.request, handle, staged.commit, refused);
            refusedLate = refused.rejected();
            return result;
        });
    }

    /** Commits are idempotent, so one that failed for a passing reason is tried again. */
    private <T> T retried(IntFunction<T> commit) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("cancelled before the commit");
            }
            try {
                return commit.apply(attempt);
            } catch (ConnectorException e) {
                if (!Retries.isWorthwhile(e, attempt)) {
                    throw e;
                }
                RunEvent.Retry retry = Retries.after(progress.name(), "commit", attempt, e);
                listener.on(retry);
                Thread.sleep(retry.pause());
            }
        }
    }

    private void abort(WriteRequest request, WriteHandle handle, Throwable cause) {
        // The abort must run to its end even where the run was cancelled by an interrupt.
        boolean interrupted = Thread.interrupted();
        try {
            boolean mayGoOn = !request.rules().fingerprint().isEmpty() && Retries.isPassing(cause);
            if (!mayGoOn) {
                plan.destination().abort(request, handle);
            } else if (plan.destination().suspend(request, handle)) {
                note("what was staged is kept: run it again to go on from there, or with --no-resume to begin anew");
            }
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
            note("what was staged could not be removed (" + e.getMessage() + "); the next run removes it");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized void note(String text) {
        // what the plan said is said again by what goes by it
        if (warnings.contains(text)) {
            return;
        }
        warnings.add(text);
        listener.on(new RunEvent.Note(progress.name(), text));
    }
}
