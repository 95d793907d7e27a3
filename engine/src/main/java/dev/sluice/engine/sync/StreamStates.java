package dev.sluice.engine.sync;

import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteRequest;
import java.util.List;

/** The states that a destination keeps. */
public final class StreamStates {
    private StreamStates() {}

    /**
     * The text of a stream's own state; empty where it has none.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where the target has the state of another pipeline or stream: a
     *     renamed one would begin from the start without anyone noticing
     */
    public static String own(DestinationConnector destination, WriteRequest request) {
        List<StoredState> states = destination.states(request);
        return states.stream()
                .filter(state -> state.isOf(request))
                .map(StoredState::state)
                .findFirst()
                .orElseGet(() -> {
                    states.stream()
                            .filter(state -> !state.state().isEmpty())
                            .findFirst()
                            .ifPresent(other -> {
                                throw foreign(request, other);
                            });
                    return "";
                });
    }

    private static ConnectorException foreign(WriteRequest request, StoredState other) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "'" + request.target() + "' was filled by pipeline '" + other.pipeline() + "', stream '"
                        + other.stream() + "', and has no state of pipeline '" + request.pipeline() + "', stream '"
                        + request.stream() + "'. If it was renamed, take its state over with 'sluice state adopt';"
                        + " if this one shall begin from the start, say so with 'sluice state reset'");
    }

    /** @throws ConnectorException INVALID_CONFIGURATION where the state goes by another column than the pipeline says */
    public static void requireSameCursor(StreamPlan stream, StreamState state) {
        String cursor = stream.increment().cursorName();
        if (state.position() != null && !state.cursorField().equals(cursor)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    stream.stream().name() + ": the last run went by " + named(state.cursorField()) + ", this one by "
                            + named(cursor) + ": begin from the start with 'sluice state reset', or change"
                            + " cursor_field back");
        }
    }

    private static String named(String cursor) {
        return cursor.isEmpty() ? "no cursor" : "the cursor '" + cursor + "'";
    }
}
