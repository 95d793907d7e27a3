package dev.sluice.spi;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A system that rows are written to.
 *
 * <p>A run calls {@link #begin} once, {@link #write} once per split and attempt, possibly in several processes, and then
 * {@link #commit} or {@link #abort} once. Nothing that is written shows before the commit; only the output of accepted
 * attempts shows after it.
 *
 * <p>Stateless and thread-safe, with a public constructor without arguments. Registered under {@code
 * META-INF/services/dev.sluice.spi.DestinationConnector}.
 */
public abstract class DestinationConnector {
    /** What this connector is: type, options, capabilities. */
    public abstract ConnectorSpec spec();

    /** Connects and logs in; returns if that went well. */
    public abstract void testConnection(Options options);

    /** From where tasks can reach what the options name: what may run on a cluster goes by it. */
    public Reach reach() {
        return Reach.NETWORK;
    }

    /**
     * A connector for the calls of one run, which may keep what is dear to make anew, such as connections, until it is {@link
     * #close}d. This one, which keeps nothing, unless overridden.
     */
    public DestinationConnector forRun() {
        return this;
    }

    /** Lets go of what was kept for a run that has ended. */
    public void close() {}

    /**
     * Says how a request would be carried out, without changing anything; fails where it can't be.
     *
     * @throws ConnectorException INCOMPATIBLE_SCHEMA, TARGET_EXISTS, UNSUPPORTED, … before any row moves
     */
    public WritePlan plan(WriteRequest request) {
        return WritePlan.unchanged(request.schema());
    }

    /** What the rows replace or come beside, by a name that no two streams of a run may share: the target's, or one file's. */
    public String place(WriteRequest request) {
        return request.target().toString();
    }

    /**
     * The states kept for a request's target, of this pipeline and stream and of any other. What a crashed commit left is
     * brought to its end first, so that they are what the target's rows stand for.
     */
    public List<StoredState> states(WriteRequest request) {
        return List.of();
    }

    /** The state kept for a request's own pipeline, stream and target; empty where there is none. */
    public final String state(WriteRequest request) {
        return states(request).stream()
                .filter(state -> state.isOf(request))
                .map(StoredState::state)
                .findFirst()
                .orElse("");
    }

    /**
     * Replaces the state kept for a request's pipeline, stream and target, or removes it.
     *
     * @param state empty to remove it
     * @return false where none can be kept because the target isn't there
     */
    public boolean putState(WriteRequest request, String state) {
        throw new ConnectorException(ErrorCode.UNSUPPORTED, spec().type() + " keeps no state");
    }

    /** How what a request wrote can be read again, to verify it; empty where it can't. */
    public Optional<ReadBack> readBack(WriteRequest request) {
        return Optional.empty();
    }

    /** Runs one statement that a user wrote, in a transaction of its own. */
    public void execute(Options options, String statement) {
        throw new ConnectorException(ErrorCode.UNSUPPORTED, spec().type() + " can't run statements");
    }

    /**
     * Keeps every other run off the request's pipeline, stream and target, whichever machine it is on. Comes before {@link
     * #states} and {@link #begin}. A commit of the same run fails where another has taken the lease over.
     *
     * @param length how long it lasts unless it is renewed
     * @throws ConnectorException LOCKED where another run has it, which the message names
     */
    public Lease lease(WriteRequest request, LeaseHolder holder, Duration length) {
        return Lease.NONE;
    }

    /**
     * Whether a run has to take the lease before it asks for {@link #states} and the source for what is new. Where it needn't,
     * it takes the lease once it has found something, and asks for the states again; else it only calls {@link
     * #commitNothing}.
     *
     * @return false where nobody has the lease and what has just been described leaves no trace but the state
     */
    public boolean requiresLease(WriteRequest request) {
        return true;
    }

    /**
     * Prepares the target and its staging area, and removes what a crashed run of the same pipeline and stream left, or goes
     * on from it where the request's fingerprint is that run's.
     *
     * @param request with the schema as {@link WritePlan#accepted} says
     */
    public abstract WriteHandle begin(WriteRequest request);

    /**
     * Stages the rows of one split: a blocking loop until {@link BatchInput#next} returns null. A second attempt of the
     * same split must not add to the first.
     *
     * @throws Exception of any kind; the engine names stream and split around it
     */
    public abstract CommitToken write(WriteTask task, BatchInput in) throws Exception;

    /**
     * A task of the request has ended in a process that will neither commit nor abort it: closes what was kept here for the
     * next task, which may come or not. Other tasks of the request may be running here.
     */
    public void release(WriteRequest request) {}

    /**
     * Publishes the accepted output and the new state in one step. Idempotent: a second call with the same arguments
     * changes nothing.
     *
     * @throws ConnectorException COMMIT_UNKNOWN where it can't be told whether it happened
     */
    public abstract CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit);

    /**
     * The same; what the engine calls. Rows that the target refuses only now go to {@code errors}: what is rejected there
     * is neither published nor counted.
     */
    public CommitResult commit(WriteRequest request, WriteHandle handle, Commit commit, RowErrors errors) {
        return commit(request, handle, commit);
    }

    /**
     * In place of {@link #begin} and {@link #commit}, where a run that adds or merges rows found none: keeps its state, in one
     * step, unless that is the one already there. Idempotent.
     *
     * @param commit without rows and keys, with a state
     * @return empty where there is more to do than that; nothing was done then
     * @throws ConnectorException as {@link #commit} does
     */
    public Optional<CommitResult> commitNothing(WriteRequest request, Commit commit) {
        return Optional.empty();
    }

    /** Removes what the run staged. Called after a failure, also of {@link #commit} unless its outcome is unknown. */
    public abstract void abort(WriteRequest request, WriteHandle handle);

    /**
     * In place of {@link #abort}, where the failure was a passing one and the request has a fingerprint: leaves what the run
     * staged for a later run of the same splits, which {@link #begin} hands out as {@link WriteHandle#staged}.
     *
     * @return whether something is left; else it was removed as by an abort
     */
    public boolean suspend(WriteRequest request, WriteHandle handle) {
        abort(request, handle);
        return false;
    }
}
