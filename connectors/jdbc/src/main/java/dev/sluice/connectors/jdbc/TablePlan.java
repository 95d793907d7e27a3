package dev.sluice.connectors.jdbc;

import dev.sluice.spi.StreamName;
import dev.sluice.spi.WritePlan.ColumnPlan;
import java.util.List;
import java.util.Optional;

/**
 * How a request will be written to a table.
 *
 * @param existing the target, if it is there; with the columns it has once {@code changes} were made
 * @param columns one per field of the request, in its order
 * @param primaryKey columns of the key to create on a new table
 * @param merge by what rows are merged, if they are
 * @param changes the DDL that fits the target to the stream
 * @param leftOut fields of the request that the target doesn't take; they have no column here
 * @param notes what the user should know
 */
public record TablePlan(
        StreamName target,
        Publication publication,
        Optional<Table> existing,
        List<PlannedColumn> columns,
        List<String> primaryKey,
        Optional<Merge> merge,
        List<String> changes,
        List<String> leftOut,
        List<String> notes) {
    public TablePlan {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
        changes = List.copyOf(changes);
        leftOut = List.copyOf(leftOut);
        notes = List.copyOf(notes);
    }

    /**
     * By what rows are merged.
     *
     * @param key columns, as the target has them
     * @param cursor the column whose largest value wins, as the target has it; empty for the row that came last
     * @param marks whether a new target gets the column that marks deleted rows
     */
    public record Merge(List<String> key, String cursor, boolean marks) {
        public Merge {
            key = List.copyOf(key);
        }
    }

    /**
     * A column to write.
     *
     * @param name in the target
     */
    public record PlannedColumn(String name, NativeType type, boolean nullable) {
        PlannedColumn required() {
            return new PlannedColumn(name, type, false);
        }

        ColumnPlan toColumnPlan() {
            return new ColumnPlan(name, type.accepted(), type.ddl(), type.loss());
        }
    }

    /** The columns of the merge's key, as they are staged. */
    public List<PlannedColumn> keyColumns() {
        return merge.stream()
                .flatMap(by -> by.key().stream())
                .map(name -> columns.stream()
                        .filter(column -> column.name().equals(name))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    public List<String> columnNames() {
        return columns.stream().map(PlannedColumn::name).toList();
    }
}
