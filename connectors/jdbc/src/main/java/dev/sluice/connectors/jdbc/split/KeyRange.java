package dev.sluice.connectors.jdbc.split;

import dev.sluice.spi.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The rows of a table whose key lies in a range. Keys are tuples, compared column by column.
 *
 * @param columns of the key, or its first ones
 * @param from the smallest key, as canonical texts; empty for a range without a lower end
 * @param below the smallest key beyond the range; empty for a range without an upper end
 */
public record KeyRange(List<String> columns, List<String> from, List<String> below) {
    private static final String COLUMN = "key.";
    private static final String FROM = "from.";
    private static final String BELOW = "below.";

    public KeyRange {
        columns = List.copyOf(columns);
        from = List.copyOf(from);
        below = List.copyOf(below);
    }

    /** The range that a split stands for; empty for one that stands for the whole table. */
    public static Optional<KeyRange> of(Split split) {
        List<String> columns = list(split.properties(), COLUMN);
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of(new KeyRange(columns, list(split.properties(), FROM), list(split.properties(), BELOW)));
    }

    /**
     * @param more further properties
     */
    public Split toSplit(int index, Map<String, String> more) {
        Map<String, String> properties = new TreeMap<>(more);
        put(properties, COLUMN, columns);
        put(properties, FROM, from);
        put(properties, BELOW, below);
        return new Split(index, description(), properties);
    }

    private String description() {
        String names = String.join(", ", columns);
        String lower = from.isEmpty() ? "" : " from " + String.join(", ", from);
        String upper = below.isEmpty() ? "" : " below " + String.join(", ", below);
        return names + lower + upper;
    }

    private static void put(Map<String, String> properties, String prefix, List<String> values) {
        for (int i = 0; i < values.size(); i++) {
            properties.put(prefix + i, values.get(i));
        }
    }

    private static List<String> list(Map<String, String> properties, String prefix) {
        List<String> values = new ArrayList<>();
        for (String value = properties.get(prefix + 0); value != null; value = properties.get(prefix + values.size())) {
            values.add(value);
        }
        return values;
    }
}
