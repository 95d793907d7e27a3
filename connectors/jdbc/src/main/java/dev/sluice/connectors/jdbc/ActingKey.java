package dev.sluice.connectors.jdbc;

/**
 * A foreign key of another table that deletes or changes rows there where rows of the table that it refers to are deleted.
 *
 * @param table that has the key, for people
 * @param action as SQL names it: {@code CASCADE}, {@code SET NULL}, {@code SET DEFAULT}
 */
public record ActingKey(String name, String table, String action) {
    @Override
    public String toString() {
        return "foreign key '" + name + "' of table '" + table + "' (ON DELETE " + action + ")";
    }
}
