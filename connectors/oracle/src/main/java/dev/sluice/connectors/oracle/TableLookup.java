package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks one table up, by its own name or, where there is none of that, by the name that it has written without quotes. What
 * would go with the table isn't asked for: tables that exist are kept.
 */
final class TableLookup {
    private static final String TABLE = """
        SELECT owner, object_name, object_type FROM sys.all_objects
        WHERE owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND object_name IN (?, ?)
          AND object_type IN ('TABLE', 'VIEW')
        """;

    private static final String KEY = """
        SELECT k.column_name FROM sys.all_constraints c JOIN sys.all_cons_columns k
          ON k.owner = c.owner AND k.constraint_name = c.constraint_name
        WHERE c.owner = ? AND c.table_name = ? AND c.constraint_type = 'P' ORDER BY k.position
        """;

    private static final String UNIQUE = """
        SELECT c.constraint_name, k.column_name FROM sys.all_constraints c JOIN sys.all_cons_columns k
          ON k.owner = c.owner AND k.constraint_name = c.constraint_name
        WHERE c.owner = ? AND c.table_name = ? AND c.constraint_type = 'U' ORDER BY c.constraint_name, k.position
        """;

    private static final String ACTING_KEYS = """
        SELECT f.constraint_name, f.owner, f.table_name, f.delete_rule
        FROM sys.all_constraints k JOIN sys.all_constraints f
          ON f.r_owner = k.owner AND f.r_constraint_name = k.constraint_name
        WHERE k.owner = NVL(?, SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA')) AND k.table_name = ?
          AND k.constraint_type IN ('P', 'U') AND f.constraint_type = 'R' AND f.status = 'ENABLED'
          AND f.delete_rule <> 'NO ACTION' AND NOT (f.owner = k.owner AND f.table_name = k.table_name)
        ORDER BY f.constraint_name
        """;

    private TableLookup() {}

    private record Found(String owner, String name, boolean isView) {}

    static Optional<Table> find(Connection connection, StreamName name) throws SQLException {
        List<Found> candidates = Statements.query(
                connection,
                TABLE,
                row -> new Found(
                        row.getString(1), row.getString(2), row.getString(3).equals("VIEW")),
                name.namespace(),
                name.name(),
                OracleNames.unquoted(name.name()));
        Optional<Found> found = candidates.stream()
                .filter(candidate -> candidate.name().equals(name.name()))
                .findFirst()
                .or(() -> candidates.stream().findFirst());
        return found.isEmpty() ? Optional.empty() : Optional.of(table(connection, found.get(), name.namespace()));
    }

    static List<ActingKey> actingKeys(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                connection,
                ACTING_KEYS,
                row -> new ActingKey(row.getString(1), row.getString(2) + "." + row.getString(3), row.getString(4)),
                name.namespace(),
                name.name());
    }

    private static Table table(Connection connection, Found found, String namespace) throws SQLException {
        List<TableColumn> columns = Statements.query(
                connection,
                CatalogColumn.QUERY + " AND c.owner = ? AND c.table_name = ? ORDER BY c.column_id",
                row -> CatalogColumn.read(row).toTableColumn(),
                found.owner(),
                found.name());
        List<String> key = Statements.query(connection, KEY, row -> row.getString(1), found.owner(), found.name());
        Map<String, List<String>> unique = new LinkedHashMap<>();
        Statements.query(
                        connection,
                        UNIQUE,
                        row -> Map.entry(row.getString(1), row.getString(2)),
                        found.owner(),
                        found.name())
                .forEach(column -> unique.computeIfAbsent(column.getKey(), name -> new ArrayList<>())
                        .add(column.getValue()));
        return new Table(
                new StreamName(namespace, found.name()),
                found.isView(),
                columns,
                key,
                List.of(),
                List.copyOf(unique.values()));
    }
}
