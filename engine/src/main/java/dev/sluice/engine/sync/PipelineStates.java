package dev.sluice.engine.sync;

import dev.sluice.engine.content.RowSet;
import dev.sluice.engine.plan.Planner;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import java.util.List;

/** Looks at and changes the states of a pipeline's streams. The caller holds the pipeline's lock. */
public final class PipelineStates {
    private final RunPlan plan;

    public PipelineStates(RunPlan plan) {
        this.plan = plan;
    }

    /** The streams that are read incrementally. */
    public List<StreamPlan> streams() {
        return plan.streams().stream()
                .filter(stream -> stream.increment() != null)
                .toList();
    }

    /** All states kept for a stream's target, its own first. */
    public List<StoredState> of(StreamPlan stream) {
        WriteRequest request = Planner.writeRequest(plan, stream);
        return plan.destination().states(request).stream()
                .sorted((one, other) -> Boolean.compare(other.isOf(request), one.isOf(request)))
                .toList();
    }

    /** Whether a state is the stream's own. */
    public boolean isOwn(StreamPlan stream, StoredState state) {
        return state.isOf(Planner.writeRequest(plan, stream));
    }

    /** Lets the next run begin from the start. */
    public void reset(StreamPlan stream) {
        put(stream, StreamState.start(stream.increment().cursorName()));
    }

    /**
     * Lets the next run begin at a cursor value, which is read again, and what is appended no lookback below it.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where it is empty or no value of the cursor, or the target isn't there
     */
    public void set(StreamPlan stream, String cursor) {
        String value = stream.increment().canonical(stream.stream().name(), "the cursor", cursor);
        if (value.isEmpty()) {
            // an empty position is the start, which a script whose variable isn't set doesn't mean
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.stream().name()
                            + ": the cursor is empty; 'sluice state reset' lets the next run begin from the"
                            + " start");
        }
        boolean kept = put(
                stream,
                new StreamState(stream.increment().cursorName(), Position.of(value), value, List.of(), RowSet.EMPTY));
        if (!kept) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + stream.target() + "' isn't there yet, and its first run begins from the start: set"
                            + " 'initial_value' in the pipeline file to begin it elsewhere");
        }
    }

    /**
     * Takes over the state that another pipeline or stream left for the stream's target.
     *
     * @return the state as it was
     * @throws ConnectorException INVALID_CONFIGURATION where there is none, or more than one
     */
    public StoredState adopt(StreamPlan stream) {
        WriteRequest own = Planner.writeRequest(plan, stream);
        List<StoredState> others = plan.destination().states(own).stream()
                .filter(state -> !state.isOf(own) && !state.state().isEmpty())
                .toList();
        if (others.size() != 1) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + own.target() + "' has "
                            + (others.isEmpty() ? "no state" : others.size() + " states")
                            + " of other pipelines or streams; one can be adopted");
        }
        StoredState other = others.getFirst();
        plan.destination().putState(own, other.state());
        plan.destination().putState(own.of(other.pipeline(), StreamName.parse(other.stream())), "");
        return other;
    }

    private boolean put(StreamPlan stream, StreamState state) {
        return plan.destination().putState(Planner.writeRequest(plan, stream), state.toText());
    }
}
