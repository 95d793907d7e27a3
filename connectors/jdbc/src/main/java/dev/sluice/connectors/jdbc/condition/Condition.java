package dev.sluice.connectors.jdbc.condition;

import dev.sluice.connectors.jdbc.Dialect;
import dev.sluice.spi.data.Field;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rows have to fulfil.
 *
 * @param sql what stands behind WHERE, which AND may follow; empty where every row will do
 * @param values what its question marks stand for
 */
public record Condition(String sql, List<BoundValue> values) {
    public static final Condition EVERY_ROW = of("");
    public static final Condition NO_ROW = of("1 = 0");

    public Condition {
        values = List.copyOf(values);
    }

    public static Condition of(String sql) {
        return new Condition(sql, List.of());
    }

    /**
     * @param operator of SQL
     * @param value as canonical text
     */
    public static Condition compare(Dialect dialect, Field column, String operator, String value) {
        return dialect.comparison(column, operator, value)
                .map(Condition::of)
                .orElseGet(() -> new Condition(
                        dialect.quote(column.name()) + " " + operator + " " + dialect.parameter(column, value),
                        List.of(new BoundValue(column, value))));
    }

    public static Condition isNull(Dialect dialect, Field column) {
        return column.nullable() ? of(dialect.quote(column.name()) + " IS NULL") : NO_ROW;
    }

    public Condition and(Condition other) {
        if (other.equals(EVERY_ROW) || equals(NO_ROW)) {
            return this;
        }
        return equals(EVERY_ROW) || other.equals(NO_ROW) ? other : both(" AND ", other, "", "");
    }

    public Condition or(Condition other) {
        if (other.equals(NO_ROW) || equals(EVERY_ROW)) {
            return this;
        }
        return equals(NO_ROW) || other.equals(EVERY_ROW) ? other : both(" OR ", other, "(", ")");
    }

    private Condition both(String word, Condition other, String open, String close) {
        return new Condition(
                open + sql + word + other.sql + close,
                Stream.concat(values.stream(), other.values.stream()).toList());
    }

    /** As a clause; empty where every row will do. */
    public String where() {
        return sql.isEmpty() ? "" : " WHERE " + sql;
    }

    /**
     * Sets the question marks.
     *
     * @param first index of the first of them, from 1
     * @return the index after the last
     */
    public int bind(Dialect dialect, PreparedStatement statement, int first) throws SQLException {
        int index = first;
        for (BoundValue value : values) {
            dialect.bind(statement, index++, value);
        }
        return index;
    }
}
