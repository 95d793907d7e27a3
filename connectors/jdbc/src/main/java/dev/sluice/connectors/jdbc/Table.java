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
 */
public record Table(
        StreamName name, boolean isView, List<TableColumn> columns, List<String> primaryKey, List<String> keeps) {
    public Table {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        keeps = List.copyOf(keeps);
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
