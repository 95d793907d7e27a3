package dev.sluice.connectors.jdbc.increment;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.spi.Increment;
import dev.sluice.spi.Position;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Field;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows that an incremental run reads. Texts are canonical, and empty where there is no such bound.
 *
 * @param lower the smallest value
 * @param isAbove whether only rows above the lower bound are read, and those at it only where {@code late} tells them; all
 *     reads see the rows that the upper bound is of, so that none lies above it but for {@code until}
 * @param from the smallest value of rows that were committed late
 * @param until the largest value wanted
 * @param upper the largest value; empty where there is no row with a value
 * @param repeatsFrom the smallest value that the next run reads again
 * @param late SQL that tells rows below the lower bound that are read as well
 * @param recent SQL that tells rows which the next run may read again wherever they are
 */
public record IncrementRange(
        String lower,
        boolean isAbove,
        String from,
        String until,
        Optional<String> upper,
        String repeatsFrom,
        String late,
        String recent) {
    private static final String ROWS = "increment.rows";
    private static final String LOWER = "increment.lower";
    private static final String ABOVE = "increment.above";
    private static final String FROM = "increment.from";
    private static final String UNTIL = "increment.until";
    private static final String UPPER = "increment.upper";
    private static final String REPEATS_FROM = "increment.repeats_from";
    private static final String LATE = "increment.late";
    private static final String RECENT = "increment.recent";

    /** Which of the rows. */
    public enum Rows {
        ALL,
        /** Those that the next run won't read again. */
        ONCE,
        /** Those that the next run may read again. */
        AGAIN
    }

    static IncrementRange of(Increment increment, Optional<String> upper) {
        Field cursor = increment.cursor();
        return new IncrementRange(
                increment
                        .lower()
                        .map(text -> CursorText.below(cursor.type(), text))
                        .orElse(""),
                false,
                increment.from(),
                increment.until(),
                upper,
                upper.filter(text -> !text.isEmpty())
                        .map(text -> CursorText.below(cursor.type(), increment.repeatsFrom(text)))
                        .orElse(""),
                "",
                "");
    }

    /**
     * The same with rows that were committed late.
     *
     * @param lateRows SQL that tells them; empty for none
     * @param recentRows SQL that tells which rows the next run will take for late; empty for none
     */
    public IncrementRange withLate(String lateRows, String recentRows) {
        return new IncrementRange(lower, isAbove, from, until, upper, repeatsFrom, lateRows, recentRows);
    }

    /** The same without rows at the lower bound, other than late ones; for reads of the upper bound's own snapshot. */
    public IncrementRange aboveLower() {
        return new IncrementRange(lower, true, from, until, upper, repeatsFrom, late, recent);
    }

    /** Whether it is known that there is no such row, without asking for one. */
    public boolean isEmpty(Field cursor) {
        return isAbove && late.isEmpty() && upper.filter(lower::equals).isPresent() && !cursor.nullable();
    }

    /** Whether the last run read as far and this one doesn't look back further. */
    public boolean endsWhereItBegan(Position last) {
        return last != null
                && lower.equals(last.cursor())
                && upper.filter(lower::equals).isPresent();
    }

    /** Whether a split stands for what is new since another run, rather than for everything. */
    public static boolean goesOn(Split split) {
        return split.properties().containsKey(LOWER);
    }

    /** The condition of the rows that a split stands for; every row's where it isn't one of an increment. */
    public static Condition condition(Dialect dialect, Increment increment, Split split) {
        Map<String, String> properties = split.properties();
        if (!properties.containsKey(ROWS)) {
            return Condition.EVERY_ROW;
        }
        IncrementRange range = new IncrementRange(
                properties.getOrDefault(LOWER, ""),
                properties.containsKey(ABOVE),
                properties.getOrDefault(FROM, ""),
                properties.getOrDefault(UNTIL, ""),
                Optional.ofNullable(properties.get(UPPER)),
                properties.getOrDefault(REPEATS_FROM, ""),
                properties.getOrDefault(LATE, ""),
                properties.getOrDefault(RECENT, ""));
        return range.condition(dialect, increment.cursor(), Rows.valueOf(properties.get(ROWS)));
    }

    /** The condition of some of the rows. */
    public Condition condition(Dialect dialect, Field cursor, Rows rows) {
        Condition between = between(dialect, cursor);
        Condition nulls = Condition.isNull(dialect, cursor);
        Condition repeated =
                repeatsFrom.isEmpty() ? Condition.EVERY_ROW : Condition.compare(dialect, cursor, ">=", repeatsFrom);
        return switch (rows) {
            case ALL -> between.or(nulls);
            case ONCE ->
                repeatsFrom.isEmpty()
                        ? Condition.NO_ROW
                        : between.and(Condition.compare(dialect, cursor, "<", repeatsFrom))
                                .and(recent.isEmpty() ? Condition.EVERY_ROW : Condition.of("NOT (" + recent + ")"));
            case AGAIN ->
                between.and(recent.isEmpty() ? repeated : repeated.or(Condition.of(recent)))
                        .or(nulls);
        };
    }

    private Condition between(Dialect dialect, Field cursor) {
        if (upper.isEmpty()) {
            return Condition.NO_ROW;
        }
        Condition notAbove = Condition.compare(dialect, cursor, "<=", upper.get());
        if (!until.isEmpty() && !until.equals(upper.get())) {
            notAbove = notAbove.and(Condition.compare(dialect, cursor, "<=", until));
        }
        if (lower.isEmpty()) {
            return notAbove;
        }
        Condition lateRows = from.isEmpty() || late.isEmpty()
                ? Condition.of(late)
                : Condition.of(late).and(Condition.compare(dialect, cursor, ">=", from));
        if (isAbove && upper.get().equals(lower)) {
            Condition allowed = until.isEmpty() ? Condition.EVERY_ROW : notAbove;
            return late.isEmpty() ? Condition.NO_ROW : lateRows.and(allowed);
        }
        Condition notBelow = Condition.compare(dialect, cursor, isAbove ? ">" : ">=", lower);
        return notAbove.and(late.isEmpty() ? notBelow : notBelow.or(lateRows));
    }

    /** A split that stands for some of another's rows. */
    Split toSplit(int index, Split base, Rows rows, String description) {
        Map<String, String> properties = new TreeMap<>(base.properties());
        properties.put(ROWS, rows.name());
        put(properties, LOWER, lower);
        put(properties, ABOVE, isAbove ? "true" : "");
        put(properties, FROM, from);
        put(properties, UNTIL, until);
        upper.ifPresent(text -> properties.put(UPPER, text));
        put(properties, REPEATS_FROM, repeatsFrom);
        put(properties, LATE, late);
        put(properties, RECENT, recent);
        return new Split(index, description, properties, rows == Rows.AGAIN);
    }

    private static void put(Map<String, String> properties, String name, String text) {
        if (!text.isEmpty()) {
            properties.put(name, text);
        }
    }
}
