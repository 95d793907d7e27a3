package dev.sluice.engine.run;

import dev.sluice.engine.content.DeliveredRows;
import dev.sluice.engine.content.RowSet;
import dev.sluice.engine.plan.IncrementPlan;
import dev.sluice.engine.plan.StreamPlan;
import dev.sluice.engine.sync.StreamState;
import dev.sluice.engine.sync.StreamStates;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.DestinationConnector;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.text.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a stream's run takes over from the one before, and leaves for the next. For a stream that is read whole there is
 * nothing of either. Thread-safe.
 */
final class StreamSync {
    /** More rows at a boundary than this would make the state larger than the data. */
    static final int MOST_REPEATS = 100_000;

    private final StreamPlan stream;
    private final IncrementPlan increment;
    private final StreamState before;
    private final String previousText;
    private final DeliveredRows delivered;
    private final Map<Integer, SyncResult> accepted = new TreeMap<>();

    private StreamSync(StreamPlan stream, IncrementPlan increment, StreamState before, String previousText) {
        this.stream = stream;
        this.increment = increment;
        this.before = before;
        this.previousText = previousText;
        this.delivered = new DeliveredRows(before.repeats());
    }

    /**
     * Asks the destination how far the stream is.
     *
     * @throws ConnectorException where another pipeline or stream is the one that knows
     */
    static StreamSync begin(StreamPlan stream, DestinationConnector destination, WriteRequest write) {
        if (stream.increment() == null) {
            return none(stream);
        }
        String text = StreamStates.own(destination, write);
        StreamState state = text.isEmpty()
                ? StreamState.start(stream.increment().cursorName())
                : StreamState.ofText(text, write.stream().toString());
        StreamStates.requireSameCursor(stream, state);
        return new StreamSync(stream, stream.increment(), state, text);
    }

    /** Whether the state is still the one that the run began with. */
    boolean isCurrent(DestinationConnector destination, WriteRequest write) {
        return StreamStates.own(destination, write).equals(previousText);
    }

    /** Everything is read, whatever was read before. */
    static StreamSync none(StreamPlan stream) {
        return new StreamSync(stream, null, StreamState.start(""), "");
    }

    /** What to read; null for everything. */
    Increment increment() {
        return increment == null ? null : increment.after(before.position(), before.remembered(), appends());
    }

    /** Rows that may be read again are merged into what is there, or have to be told from it. */
    private boolean appends() {
        return stream.mode() == WriteMode.APPEND;
    }

    /** Whether rows that pass have to be remembered for the next run. */
    boolean remembers() {
        return increment != null && increment.cursor() != null && appends();
    }

    /** The state in the destination when the run began; empty where there was none. */
    String previousState() {
        return previousText;
    }

    /** What the user should know before the rows are read. */
    List<String> notes() {
        if (increment == null) {
            return List.of();
        }
        List<String> notes = new ArrayList<>();
        if (before.position() == null) {
            notes.add("first incremental run: everything is read"
                    + (increment.from().isEmpty() ? "" : " from " + increment.cursorName() + " " + increment.from()));
        }
        increment()
                .lower()
                .filter(before.remembered()::equals)
                .filter(lower -> isCutShort())
                .ifPresent(lower -> notes.add("the lookback begins at " + lower
                        + " this time: which rows below it are there already isn't known"));
        List<String> gone = missingColumns();
        if (!gone.isEmpty()) {
            notes.add("the columns " + Quoted.list(gone) + " are not read any more: up to "
                    + before.repeats().size() + " rows at the boundary of the last run can't be recognized and may be"
                    + " added once more");
        }
        return notes;
    }

    /** Whether the lookback would reach further than the rows that the last run remembered. */
    private boolean isCutShort() {
        Increment next = increment();
        return !next.lower().equals(new Increment(next.cursor(), next.last(), "", "", next.lookback(), true).lower());
    }

    private List<String> missingColumns() {
        return before.columns().stream()
                .filter(name -> stream.mapping().read().indexOf(name).isEmpty())
                .toList();
    }

    AttemptSync attempt(Split split) {
        boolean tells = missingColumns().isEmpty() && !delivered.isEmpty();
        return new AttemptSync(
                increment, split, tells ? delivered : new DeliveredRows(RowSet.EMPTY), before.columns(), appends());
    }

    synchronized void accept(int split, SyncResult result) {
        accepted.put(split, result);
    }

    /** Rows that were read with a NULL cursor. */
    synchronized long nullCursors() {
        return accepted.values().stream().mapToLong(SyncResult::nullCursors).sum();
    }

    /** Rows that were left out since the run before had delivered them. */
    synchronized long leftOut() {
        return accepted.values().stream().mapToLong(SyncResult::leftOut).sum();
    }

    /** The cursor that this run read up to, or empty. */
    String cursor(SplitPlan splits) {
        return splits.position().map(Position::cursor).orElse("");
    }

    /**
     * What the next run needs to know; empty for a stream that is read whole.
     *
     * @throws ConnectorException where too many rows would have to be remembered
     */
    synchronized String state(SplitPlan splits) {
        if (increment == null) {
            return "";
        }
        Position position = splits.position()
                .orElseThrow(() -> new IllegalStateException("an incremental plan says nothing of its position"));
        if (splits.splits().isEmpty()) {
            // what may have been read again still may
            return new StreamState(
                            increment.cursorName(), position, before.remembered(), before.columns(), before.repeats())
                    .toText();
        }
        RowSet repeats =
                RowSet.union(accepted.values().stream().map(SyncResult::repeats).toList());
        long remembered =
                accepted.values().stream().mapToLong(SyncResult::remembered).sum();
        if (remembered > MOST_REPEATS) {
            throw tooMany(remembered, position);
        }
        return new StreamState(
                        increment.cursorName(),
                        position,
                        remembered(position),
                        stream.mapping().read().names(),
                        repeats)
                .toText();
    }

    /** Of what this run has read, the next one needs what lies within its lookback. */
    private String remembered(Position position) {
        return remembers() && !position.cursor().isEmpty()
                ? increment
                        .lookback()
                        .before(
                                increment.cursor().type(),
                                position.cursor(),
                                increment().lower().orElse(""))
                : "";
    }

    private ConnectorException tooMany(long rows, Position position) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                rows + " rows share the last cursor value '" + position.cursor() + "', have none, or lie within the"
                        + " lookback: more than the " + MOST_REPEATS
                        + " that appending can tell from new ones next time."
                        + " Use write_mode merge with a primary_key, a finer cursor_field or a shorter lookback");
    }
}
