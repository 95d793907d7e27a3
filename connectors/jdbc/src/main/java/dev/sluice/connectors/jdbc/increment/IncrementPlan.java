package dev.sluice.connectors.jdbc.increment;

import dev.sluice.connectors.jdbc.increment.IncrementRange.Rows;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import dev.sluice.spi.Split;
import dev.sluice.spi.SplitPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The splits of an incremental run: those of the whole stream, each narrowed down to the run's rows. */
public final class IncrementPlan implements SplitPlan {
    private final List<Split> splits;
    private final List<String> notes;
    private final Position position;
    private final Runnable close;

    private IncrementPlan(List<Split> splits, List<String> notes, Position position, Runnable close) {
        this.splits = List.copyOf(splits);
        this.notes = List.copyOf(notes);
        this.position = position;
        this.close = close;
    }

    /**
     * @param base the splits of the whole stream
     * @param whole one that stands for all of them
     * @param details the source's own of the position
     * @param notes what the user should know beside the bounds
     * @param close what ends with the plan
     */
    public static IncrementPlan of(
            Increment increment,
            IncrementRange range,
            List<Split> base,
            Split whole,
            Map<String, String> details,
            List<String> notes,
            Runnable close) {
        return new IncrementPlan(
                increment.separatesRepeats()
                        ? separated(increment, range, base, whole)
                        : narrowed(increment, range, base),
                Stream.concat(Stream.of(bounds(increment, range)), notes.stream())
                        .toList(),
                new Position(range.upper().orElse(""), details),
                close);
    }

    /** Where the last run has left nothing to read. */
    public static IncrementPlan ofNothing(
            Increment increment,
            IncrementRange range,
            Map<String, String> details,
            List<String> notes,
            Runnable close) {
        return new IncrementPlan(
                List.of(),
                Stream.concat(Stream.of(bounds(increment, range)), notes.stream())
                        .toList(),
                new Position(range.upper().orElse(""), details),
                close);
    }

    private static List<Split> narrowed(Increment increment, IncrementRange range, List<Split> base) {
        List<Split> splits = new ArrayList<>();
        for (Split split : base) {
            splits.add(range.toSplit(splits.size(), split, Rows.ALL, describe(split, bounds(increment, range))));
        }
        return splits;
    }

    /** What is read again lies at the end of the cursor's values: one split is enough for it. */
    private static List<Split> separated(Increment increment, IncrementRange range, List<Split> base, Split whole) {
        List<Split> splits = new ArrayList<>();
        if (!range.repeatsFrom().isEmpty()) {
            String below = increment.cursor().name() + " below " + range.repeatsFrom();
            for (Split split : base) {
                splits.add(range.toSplit(splits.size(), split, Rows.ONCE, describe(split, below)));
            }
        }
        splits.add(range.toSplit(
                splits.size(),
                whole,
                Rows.AGAIN,
                range.repeatsFrom().isEmpty()
                        ? bounds(increment, range)
                        : increment.cursor().name() + " from " + range.repeatsFrom()
                                + ", and what else the next run may read again"));
        return splits;
    }

    private static String describe(Split base, String rows) {
        return base.properties().isEmpty() || base.description().equals("all")
                ? rows
                : base.description() + ", " + rows;
    }

    private static String bounds(Increment increment, IncrementRange range) {
        String name = increment.cursor().name();
        String nulls = increment.cursor().nullable() ? ", and rows where it is NULL" : "";
        if (range.upper().isEmpty()) {
            return name + " has no value" + (range.lower().isEmpty() ? "" : " from " + range.lower() + " on") + nulls;
        }
        String lower = range.lower().isEmpty() ? "" : " from " + range.lower();
        return name
                + lower
                + (lower.isEmpty() ? " up to " : " to ")
                + range.upper().get()
                + nulls;
    }

    @Override
    public List<Split> splits() {
        return splits;
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public Optional<Position> position() {
        return Optional.of(position);
    }

    @Override
    public void close() {
        close.run();
    }
}
