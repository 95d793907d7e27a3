package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.condition.BoundValue;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.spi.Split;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a table whose ROWID lies in a range.
 *
 * @param from the smallest one; empty for a range without a lower end
 * @param below the smallest one beyond the range; empty for a range without an upper end
 */
record RowidRange(String from, String below) {
    private static final String FROM = "rowid.from";
    private static final String BELOW = "rowid.below";

    /** The range that a split stands for; empty for one that isn't of ROWIDs. */
    static Optional<RowidRange> of(Split split) {
        String from = split.properties().get(FROM);
        String below = split.properties().get(BELOW);
        return from == null ? Optional.empty() : Optional.of(new RowidRange(from, below));
    }

    /** The ranges that cuts make: each begins where the one before ends. */
    static List<RowidRange> between(List<String> cuts) {
        List<RowidRange> ranges = new ArrayList<>();
        String from = "";
        for (String cut : cuts) {
            ranges.add(new RowidRange(from, cut));
            from = cut;
        }
        ranges.add(new RowidRange(from, ""));
        return ranges;
    }

    Split toSplit(int index, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        properties.put(FROM, from);
        properties.put(BELOW, below);
        String lower = from.isEmpty() ? "" : " from " + from;
        String upper = below.isEmpty() ? "" : " below " + below;
        return new Split(index, "rowids" + lower + upper, properties);
    }

    /** The condition that a row's ROWID lies in the range of a split; every row's does where it has none. */
    static Condition condition(Split split) {
        return of(split).map(RowidRange::condition).orElse(Condition.EVERY_ROW);
    }

    private Condition condition() {
        return bound(">=", from).and(bound("<", below));
    }

    private static Condition bound(String operator, String rowid) {
        return rowid.isEmpty()
                ? Condition.EVERY_ROW
                : new Condition(
                        "ROWID " + operator + " CHARTOROWID(?)",
                        List.of(new BoundValue(Field.required("ROWID", Type.STRING), rowid)));
    }
}
