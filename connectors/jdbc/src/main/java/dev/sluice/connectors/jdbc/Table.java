package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A table or view that exists.
 *
 * @param isView whether it only shows other tables' rows
 * @param keeps what dropping it would lose besides its rows, for people: {@code index orders_day}, {@code grant to app};
 *     without the primary key, which a stream may bring itself
 * @param uniqueKeys the columns of each unique index that counts all rows, besides the primary key; one over expressions
 *     has empty names among them
 */
public record Table(
        StreamName name,
        boolean isView,
        List<TableColumn> columns,
        List<String> primaryKey,
        List<String> keeps,
        List<List<String>> uniqueKeys) {
    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        keeps = List.copyOf(keeps);
        uniqueKeys = List.copyOf(uniqueKeys);
    }

    Table withColumns(List<TableColumn> newColumns) {
        return new Table(name, isView, newColumns, primaryKey, keeps, uniqueKeys);
    }

    public List<String> columnNames() {
        return columns.stream().map(TableColumn::name).toList();
    }

    /** The column of that name; where none has exactly it, the one the database takes for the same. */
    Optional<TableColumn> column(String name, UnaryOperator<String> identity) {
        return columns.stream()
                .filter(column -> column.name().equals(name))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> identity.apply(column.name()).equals(identity.apply(name)))
                        .findFirst());
    }
}
