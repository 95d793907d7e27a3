package dev.sluice.connectors.jdbc;

import dev.sluice.connectors.jdbc.TablePlan.Merge;
import dev.sluice.connectors.jdbc.TablePlan.PlannedColumn;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.Deletes;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.SchemaChanges;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.data.Field;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Decides how a request is written, by looking at the target; changes nothing. */
final class TablePlanner {
    private final Dialect dialect;

    TablePlanner(Dialect dialect) {
        this.dialect = dialect;
    }

    TablePlan plan(Connection connection, WriteRequest request) throws SQLException {
        requireNames(request);
        requireRules(request);
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
                // a table that isn't to change keeps its columns as they are
                boolean changes = request.rules().schemaChanges() == SchemaChanges.EVOLVE;
                yield keeps.isEmpty() && changes && dialect.replacesTables()
                        ? ofNewTable(request, Publication.REPLACE, existing, List.of())
                        : ofExistingTable(
                                request,
                                Publication.DELETE_AND_INSERT,
                                table,
                                keeps.isEmpty() ? List.of() : List.of("kept: " + String.join(", ", keeps)));
            }
            case APPEND -> ofExistingTable(request, Publication.INSERT, table, List.of());
            case MERGE -> ofExistingTable(request, Publication.MERGE, table, List.of());
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
                request.mode() == WriteMode.MERGE
                        ? Optional.of(new Merge(
                                request.schema().primaryKey(),
                                request.rules().cursor(),
                                request.rules().deletes().kind() == Deletes.Kind.SOFT))
                        : Optional.empty(),
                List.of(),
                List.of(),
                notes);
    }

    private NativeType newType(WriteRequest request, Field field) {
        return request.schema().primaryKey().contains(field.name())
                ? dialect.keyType(field)
                : dialect.nativeType(field);
    }

    private TablePlan ofExistingTable(WriteRequest request, Publication publication, Table table, List<String> notes) {
        SchemaDrift drift = new SchemaDrift(dialect, request, table);
        List<String> all = new ArrayList<>(notes);
        all.addAll(drift.notes());
        Optional<Merge> merge =
                publication == Publication.MERGE ? Optional.of(merge(request, table, drift)) : Optional.empty();
        List<PlannedColumn> columns = merge.isPresent()
                ? drift.columns().stream()
                        .map(column -> staged(column, table, merge.get()))
                        .toList()
                : drift.columns();
        return new TablePlan(
                table.name(),
                publication,
                Optional.of(drift.after()),
                columns,
                List.of(),
                merge,
                drift.changes(),
                drift.leftOut(),
                all);
    }

    private PlannedColumn staged(PlannedColumn column, Table table, Merge merge) {
        if (!merge.key().contains(column.name())) {
            return column;
        }
        NativeType type = table.column(column.name(), dialect::identity)
                .map(existing -> dialect.stagedKey(column.type(), existing))
                .orElse(column.type());
        return new PlannedColumn(column.name(), type, column.nullable());
    }

    /** By what rows are merged into a table that exists, which needs a unique index over just that. */
    private Merge merge(WriteRequest request, Table table, SchemaDrift drift) {
        List<String> key = request.schema().primaryKey().stream()
                .map(name -> inTable(name, table))
                .toList();
        boolean unique = Stream.concat(Stream.of(table.primaryKey()), table.uniqueKeys().stream())
                .anyMatch(columns -> Set.copyOf(columns).equals(Set.copyOf(key)));
        if (!unique) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    dialect.product() + " table '" + table.name()
                            + "' has no primary key or unique index over exactly ("
                            + String.join(", ", key) + "), by which rows of '" + request.stream()
                            + "' are to be merged. " + dialect.adviceForKey(table, key)
                            + ", or set primary_key to the table's own key"
                            + (table.primaryKey().isEmpty() ? "" : " (" + String.join(", ", table.primaryKey()) + ")"));
        }
        dialect.requireMergeable(table, key);
        String cursor = inTable(request.rules().cursor(), table);
        if (drift.leftOut().contains(cursor)) {
            throw new ConnectorException(
                    ErrorCode.INCOMPATIBLE_SCHEMA,
                    dialect.product() + " table '" + table.name() + "' has no column for the cursor '" + cursor
                            + "', of whose rows the one with the largest is to win: add it, or set schema_changes:"
                            + " evolve to have it added");
        }
        return new Merge(key, cursor, false);
    }

    private String inTable(String name, Table table) {
        return table.column(name, dialect::identity).map(TableColumn::name).orElse(name);
    }

    private void requireRules(WriteRequest request) {
        boolean merges = request.mode() == WriteMode.MERGE;
        if (merges && request.schema().primaryKey().isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + request.stream() + "' has no primary key to merge by: set primary_key to the columns that"
                            + " tell its rows apart, or another write_mode");
        }
        for (String reserved : merges ? List.of(Staging.ORDER, Staging.NUMBER) : List.of(Staging.NUMBER)) {
            if (request.schema().indexOf(reserved).isPresent()) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        "the column name '" + reserved + "' is reserved: rename it under 'columns'");
            }
        }
        if (!merges && request.rules().deletes().kind() != Deletes.Kind.IGNORE) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "'" + request.stream() + "': delete_detection needs write_mode: merge");
        }
        if (request.rules().deletes().kind() == Deletes.Kind.SOFT) {
            requireNoMark(request);
        }
    }

    /** Else a mark of the source's would be taken for one of ours, and the other way round. */
    private void requireNoMark(WriteRequest request) {
        for (String name : request.schema().names()) {
            if (dialect.identity(name).equals(dialect.identity(Deletes.MARK))) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        "'" + request.stream() + "' has a column '" + name + "' itself, the name of the column in which"
                                + " delete_detection: soft marks rows: leave it out or rename it under 'columns'");
            }
        }
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
