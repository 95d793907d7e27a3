package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.NativeType;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The columns of a row that are not kept apart from it may take 65,535 bytes together, four for each character of a
 * varchar. Where they would take more, varchars become longtext, which counts for little.
 */
final class RowSize {
    private static final int MAX_BYTES = 60_000;
    private static final int BYTES_OF_OTHERS = 20;
    private static final Pattern VARCHAR = Pattern.compile("varchar\\((\\d+)\\).*");

    private RowSize() {}

    static List<PlannedColumn> within(List<PlannedColumn> columns, List<String> primaryKey) {
        long bytes = columns.stream().mapToLong(RowSize::bytes).sum();
        if (bytes <= MAX_BYTES) {
            return columns;
        }
        return columns.stream()
                .map(column -> varchar(column) > 0 && !primaryKey.contains(column.name()) ? asLongText(column) : column)
                .toList();
    }

    private static PlannedColumn asLongText(PlannedColumn column) {
        NativeType type = column.type();
        return new PlannedColumn(
                column.name(), new NativeType("longtext", type.accepted(), type.loss()), column.nullable());
    }

    private static long bytes(PlannedColumn column) {
        long length = varchar(column);
        return length > 0 ? length * 4 + 2 : BYTES_OF_OTHERS;
    }

    private static long varchar(PlannedColumn column) {
        Matcher matcher = VARCHAR.matcher(column.type().ddl());
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }
}
