package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.text.Suggestion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides how a request is written, by looking at the target; changes nothing. */
final class TablePlanner {
    private final Dialect dialect;

    TablePlanner(Dialect dialect) {
        this.dialect = dialect;
    }

    TablePlan plan(Connection connection, WriteRequest request) throws SQLException {
        requireNames(request);
        Optional<Table> existing = dialect.table(connection, request.target());
        if (existing.isEmpty()) {
            return ofNewTable(request, Publication.RENAME, existing, List.of());
        }
        Table table = existing.get();
        if (table.isView()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    "'" + table.name() + "' is a view in " + dialect.product()
                            + ": name a table as the stream's destination");
        }
        return switch (request.mode()) {
            case OVERWRITE -> {
                List<String> keeps = keeps(table, request);
                yield keeps.isEmpty() && dialect.replacesTables()
                        ? ofNewTable(request, Publication.REPLACE, existing, List.of())
                        : ofExistingTable(
                                request,
                                Publication.DELETE_AND_INSERT,
                                table,
                                keeps.isEmpty() ? List.of() : List.of("kept: " + String.join(", ", keeps)));
            }
            case APPEND -> ofExistingTable(request, Publication.INSERT, table, List.of());
            case MERGE ->
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED, dialect.product() + ": write_mode merge is not supported");
        };
    }

    /** What would go with the old table; its key too, unless the stream brings the same one. */
    private List<String> keeps(Table table, WriteRequest request) {
        List<String> keeps = new ArrayList<>(table.keeps());
        List<String> brought =
                request.schema().primaryKey().stream().map(dialect::identity).toList();
        if (!table.primaryKey().isEmpty()
                && !table.primaryKey().stream().map(dialect::identity).toList().equals(brought)) {
            keeps.add("primary key (" + String.join(", ", table.primaryKey()) + ")");
        }
        return keeps;
    }

    private TablePlan ofNewTable(
            WriteRequest request, Publication publication, Optional<Table> existing, List<String> notes) {
        List<PlannedColumn> columns = request.schema().fields().stream()
                .map(field -> new PlannedColumn(field.name(), newType(request, field), field.nullable()))
                .toList();
        return new TablePlan(
                request.target(),
                publication,
                existing,
                columns,
                request.schema().primaryKey(),
                notes);
    }

    private NativeType newType(WriteRequest request, Field field) {
        return request.schema().primaryKey().contains(field.name())
                ? dialect.keyType(field)
                : dialect.nativeType(field);
    }

    private TablePlan ofExistingTable(WriteRequest request, Publication publication, Table table, List<String> notes) {
        List<PlannedColumn> columns = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (Field field : request.schema().fields()) {
            Optional<TableColumn> column = table.column(field.name(), dialect::identity);
            Optional<NativeType> type = column.flatMap(found -> dialect.nativeType(field, found));
            if (column.isEmpty()) {
                problems.add("it has no column '" + field.name() + "' (" + field.type() + ")"
                        + Suggestion.didYouMean(field.name(), table.columnNames()));
            } else if (column.get().generated()) {
                problems.add("its column '" + column.get().name() + "' is generated and can't be written");
            } else if (type.isEmpty()) {
                problems.add("its column '" + column.get().name() + "' is "
                        + column.get().nativeType() + ", which can't hold " + field.type());
            } else {
                columns.add(new PlannedColumn(column.get().name(), type.get(), true));
            }
        }
        requireNoColumnLeftOut(table, request, problems);
        if (!problems.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    "the rows of '" + request.stream() + "' don't fit " + dialect.product() + " table '" + table.name()
                            + "': " + String.join("; ", problems)
                            + ". Change the table, or select, rename or cast the stream's columns under 'columns'");
        }
        return new TablePlan(table.name(), publication, Optional.of(table), columns, List.of(), notes);
    }

    private void requireNoColumnLeftOut(Table table, WriteRequest request, List<String> problems) {
        List<String> written =
                request.schema().names().stream().map(dialect::identity).toList();
        table.columns().stream()
                .filter(column -> !column.optional() && !written.contains(dialect.identity(column.name())))
                .forEach(column -> problems.add("its column '" + column.name()
                        + "' is NOT NULL without a default, and the stream has no such column"));
    }

    private void requireNames(WriteRequest request) {
        StreamName target = request.target();
        dialect.requireName("the table name", target.name());
        if (target.name().startsWith(Staging.RESERVED_PREFIX)) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    "table names that start with '" + Staging.RESERVED_PREFIX + "' are reserved: rename '"
                            + target.name() + "'");
        }
        if (request.schema().size() == 0) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA, "'" + request.stream() + "' has no columns to write");
        }
        Map<String, String> seen = new HashMap<>();
        for (String name : request.schema().names()) {
            dialect.requireName("the column name", name);
            String other = seen.putIfAbsent(dialect.identity(name), name);
            if (other != null) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        "columns '" + other + "' and '" + name + "' of '" + request.stream()
                                + "' are the same name to " + dialect.product()
                                + ": rename one of them under 'columns'");
            }
        }
    }
}
