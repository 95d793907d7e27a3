package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.connectors.jdbc.condition.Condition;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.util.List;

/**
 * The condition that a row's key lies in a range. Tuples are compared column by column, since comparisons of row values
 * are missing in some databases and don't use the index in others; that the first column is in the range is said once
 * more by itself, for the index.
 */
final class KeyCondition {
    private final Dialect dialect;
    private final Schema schema;

    private KeyCondition(Dialect dialect, Schema schema) {
        this.dialect = dialect;
        this.schema = schema;
    }

    /**
     * @param schema with the key's columns
     */
    static Condition of(Dialect dialect, Schema schema, KeyRange range) {
        KeyCondition condition = new KeyCondition(dialect, schema);
        return condition
                .bound(range.columns(), range.from(), ">=", ">")
                .and(condition.bound(range.columns(), range.below(), "<", "<"));
    }

    private Condition bound(List<String> columns, List<String> values, String last, String others) {
        if (values.isEmpty()) {
            return Condition.EVERY_ROW;
        }
        int end = values.size() - 1;
        Condition tuple = compare(columns.get(end), last, values.get(end));
        for (int i = end - 1; i >= 0; i--) {
            tuple = compare(columns.get(i), others, values.get(i))
                    .or(compare(columns.get(i), "=", values.get(i)).and(tuple));
        }
        return end == 0
                ? tuple
                : compare(columns.getFirst(), others + "=", values.getFirst()).and(tuple);
    }

    private Condition compare(String column, String operator, String value) {
        Field field = schema.field(schema.indexOf(column).orElseThrow());
        return Condition.compare(dialect, field, operator, value);
    }
}
