package dev.sluice.connectors.jdbc.split;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.data.Type;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The condition that a row's key lies in a range. Tuples are compared column by column, since comparisons of row values
 * are missing in some databases and don't use the index in others; that the first column is in the range is said once
 * more by itself, for the index.
 */
public final class KeyCondition {
    private record Parameter(Type type, String value) {}

    private final StringBuilder sql = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();

    /**
     * @param schema with the key's columns
     */
    public KeyCondition(Dialect dialect, Schema schema, KeyRange range) {
        bound(dialect, schema, range.columns(), range.from(), ">=", ">");
        bound(dialect, schema, range.columns(), range.below(), "<", "<");
    }

    /** What stands behind WHERE; empty where every row is in the range. */
    public String sql() {
        return sql.toString();
    }

    /**
     * Sets the condition's question marks.
     *
     * @param first index of the first of them, from 1
     * @return the index after the last
     */
    public int bind(PreparedStatement statement, int first) throws SQLException {
        int index = first;
        for (Parameter parameter : parameters) {
            KeyValue.bind(statement, index++, parameter.type(), parameter.value());
        }
        return index;
    }

    private void bound(
            Dialect dialect, Schema schema, List<String> columns, List<String> values, String last, String others) {
        if (values.isEmpty()) {
            return;
        }
        sql.append(sql.isEmpty() ? "" : " AND ");
        if (values.size() > 1) {
            compare(dialect, schema, columns.getFirst(), others + "=", values.getFirst());
            sql.append(" AND ");
        }
        for (int i = 0; i < values.size() - 1; i++) {
            sql.append('(');
            compare(dialect, schema, columns.get(i), others, values.get(i));
            sql.append(" OR (");
            compare(dialect, schema, columns.get(i), "=", values.get(i));
            sql.append(" AND ");
        }
        compare(dialect, schema, columns.get(values.size() - 1), last, values.getLast());
        sql.append("))".repeat(values.size() - 1));
    }

    private void compare(Dialect dialect, Schema schema, String column, String operator, String value) {
        Field field = schema.field(schema.indexOf(column).orElseThrow());
        sql.append(dialect.quote(column))
                .append(' ')
                .append(operator)
                .append(' ')
                .append(dialect.parameter(field));
        parameters.add(new Parameter(field.type(), value));
    }
}
