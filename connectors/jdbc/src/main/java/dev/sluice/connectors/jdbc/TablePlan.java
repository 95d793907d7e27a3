package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WritePlan.ColumnPlan;
import java.util.List;
import java.util.Optional;

/**
 * How a request will be written to a table.
 *
 * @param existing the target as it is, if it is there
 * @param columns one per field of the request, in its order
 * @param primaryKey columns of the key to create on a new table
 * @param notes what the user should know
 */
public record TablePlan(
        StreamName target,
        Publication publication,
        Optional<Table> existing,
        List<PlannedColumn> columns,
        List<String> primaryKey,
        List<String> notes) {
    public TablePlan {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        notes = List.copyOf(notes);
    }

    /**
     * A column to write.
     *
     * @param name in the target
     */
    public record PlannedColumn(String name, NativeType type, boolean nullable) {
        ColumnPlan toColumnPlan() {
            return new ColumnPlan(name, type.accepted(), type.ddl(), type.loss());
        }
    }

    public List<String> columnNames() {
        return columns.stream().map(PlannedColumn::name).toList();
    }
}
