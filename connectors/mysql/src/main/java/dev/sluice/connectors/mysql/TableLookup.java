package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Looks one table up: columns, key, and what would go with it if it were dropped. Grants stay: they go by the name. */
final class TableLookup {
    /** The name that MySQL gives to the column of a key that nobody asked for. */
    static final String GENERATED_KEY = "my_row_id";

    private static final String TABLE = """
        SELECT table_schema, table_type <> 'BASE TABLE' AND table_type <> 'SYSTEM VERSIONED'
        FROM information_schema.tables
        WHERE table_schema = coalesce(nullif(?, ''), database()) AND table_name = ?
        """;

    private static final String KEY = """
        SELECT column_name FROM information_schema.statistics
        WHERE table_schema = ? AND table_name = ? AND index_name = 'PRIMARY' ORDER BY seq_in_index
        """;

    /** A part of an index that isn't a whole column is an empty name. */
    private static final String UNIQUE = """
        SELECT index_name, CASE WHEN sub_part IS NULL THEN coalesce(column_name, '') ELSE '' END
        FROM information_schema.statistics
        WHERE table_schema = ? AND table_name = ? AND index_name <> 'PRIMARY' AND non_unique = 0
        ORDER BY index_name, seq_in_index
        """;

    private static final String KEEPS = """
        SELECT DISTINCT 'index ', index_name FROM information_schema.statistics
          WHERE table_schema = ? AND table_name = ? AND index_name <> 'PRIMARY'
        UNION ALL SELECT 'foreign key ', constraint_name FROM information_schema.referential_constraints
          WHERE constraint_schema = ? AND table_name = ?
        UNION ALL SELECT 'foreign key from ', table_name FROM information_schema.referential_constraints
          WHERE unique_constraint_schema = ? AND referenced_table_name = ?
            AND table_name <> referenced_table_name
        UNION ALL SELECT 'trigger ', trigger_name FROM information_schema.triggers
          WHERE event_object_schema = ? AND event_object_table = ?
        UNION ALL SELECT DISTINCT 'partitions', '' FROM information_schema.partitions
          WHERE table_schema = ? AND table_name = ? AND partition_name IS NOT NULL
        UNION ALL SELECT 'check ', constraint_name FROM information_schema.table_constraints
          WHERE table_schema = ? AND table_name = ? AND constraint_type = 'CHECK'
        UNION ALL SELECT 'engine ', engine FROM information_schema.tables
          WHERE table_schema = ? AND table_name = ? AND engine <> 'InnoDB'
        UNION ALL SELECT 'system versioning', '' FROM information_schema.tables
          WHERE table_schema = ? AND table_name = ? AND table_type = 'SYSTEM VERSIONED'
        UNION ALL SELECT 'table options ', create_options FROM information_schema.tables
          WHERE table_schema = ? AND table_name = ? AND replace(create_options, 'partitioned', '') <> ''
        UNION ALL SELECT 'comment', '' FROM information_schema.tables
          WHERE table_schema = ? AND table_name = ? AND table_comment <> ''
        UNION ALL SELECT 'comment of column ', column_name FROM information_schema.columns
          WHERE table_schema = ? AND table_name = ? AND column_comment <> ''
        UNION ALL SELECT 'invisible column ', column_name FROM information_schema.columns
          WHERE table_schema = ? AND table_name = ? AND extra LIKE '%INVISIBLE%'
        UNION ALL SELECT 'generated column ', column_name FROM information_schema.columns
          WHERE table_schema = ? AND table_name = ? AND generation_expression <> ''
        UNION ALL SELECT CASE WHEN extra LIKE '%auto_increment%' THEN 'auto_increment of column '
            ELSE 'default of column ' END, column_name
          FROM information_schema.columns
          WHERE table_schema = ? AND table_name = ?
            AND (extra LIKE '%auto_increment%' OR extra LIKE '%on update%' OR column_default IS NOT NULL
              AND column_default <> 'NULL')
        """;

    private static final String WITHOUT_TRANSACTIONS = """
        SELECT t.engine FROM information_schema.tables t JOIN information_schema.engines e ON e.engine = t.engine
        WHERE t.table_schema = coalesce(nullif(?, ''), database()) AND t.table_name = ?
          AND coalesce(e.transactions, 'NO') <> 'YES'
        """;

    private static final String ACTING_KEYS = """
        SELECT constraint_name, CASE WHEN constraint_schema = unique_constraint_schema THEN table_name
            ELSE concat(constraint_schema, '.', table_name) END, delete_rule
        FROM information_schema.referential_constraints
        WHERE unique_constraint_schema = coalesce(nullif(?, ''), database()) AND referenced_table_name = ?
          AND delete_rule NOT IN ('RESTRICT', 'NO ACTION')
          AND NOT (constraint_schema = unique_constraint_schema AND table_name = referenced_table_name)
        ORDER BY constraint_name
        """;

    private TableLookup() {}

    private record Found(String schema, boolean isView) {}

    static Optional<Table> find(Connection connection, StreamName name) throws SQLException {
        List<Found> found = Statements.query(
                connection,
                TABLE,
                row -> new Found(row.getString(1), row.getBoolean(2)),
                name.namespace(),
                name.name());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        String schema = found.getFirst().schema();
        Set<String> json = JsonColumns.of(connection, schema, name.name());
        List<TableColumn> columns = Statements.query(
                connection,
                CatalogColumn.QUERY + " WHERE c.table_schema = ? AND c.table_name = ? ORDER BY c.ordinal_position",
                row -> {
                    CatalogColumn column = CatalogColumn.read(row, false);
                    return (json.contains(JsonColumns.id(column)) ? column.asJson() : column).toTableColumn();
                },
                schema,
                name.name());
        List<String> key = Statements.query(connection, KEY, row -> row.getString(1), schema, name.name());
        boolean isView = found.getFirst().isView();
        return Optional.of(new Table(
                name,
                isView,
                columns,
                key,
                isView ? List.of() : keeps(connection, schema, name.name(), json),
                uniqueKeys(connection, schema, name.name())));
    }

    /** The table's engine, where it can't take back what a transaction wrote. */
    static Optional<String> engineWithoutTransactions(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                        connection, WITHOUT_TRANSACTIONS, row -> row.getString(1), name.namespace(), name.name())
                .stream()
                .findFirst();
    }

    /** Whether the server has given a table a key that nobody asked for; for sessions that see such keys. */
    static boolean hasGeneratedKey(Connection connection, StreamName name) throws SQLException {
        return Statements.queryLong(
                        connection,
                        "SELECT count(*) FROM information_schema.columns"
                                + " WHERE table_schema = coalesce(nullif(?, ''), database()) AND table_name = ?"
                                + " AND column_name = ? AND column_key = 'PRI' AND extra = 'auto_increment INVISIBLE'",
                        name.namespace(),
                        name.name(),
                        GENERATED_KEY)
                > 0;
    }

    static List<ActingKey> actingKeys(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                connection,
                ACTING_KEYS,
                row -> new ActingKey(row.getString(1), row.getString(2), row.getString(3)),
                name.namespace(),
                name.name());
    }

    private static List<List<String>> uniqueKeys(Connection connection, String schema, String table)
            throws SQLException {
        Map<String, List<String>> indexes = new LinkedHashMap<>();
        Statements.query(connection, UNIQUE, row -> Map.entry(row.getString(1), row.getString(2)), schema, table)
                .forEach(column -> indexes.computeIfAbsent(column.getKey(), name -> new ArrayList<>())
                        .add(column.getValue()));
        return List.copyOf(indexes.values());
    }

    private static List<String> keeps(Connection connection, String schema, String table, Set<String> json)
            throws SQLException {
        // each part of the query asks for the schema and then for the table
        int parts = KEEPS.split("\\?", -1).length / 2;
        Object[] parameters = Collections.nCopies(parts, List.of(schema, table)).stream()
                .flatMap(List::stream)
                .toArray();
        return Statements.query(connection, KEEPS, row -> row.getString(1) + row.getString(2), parameters).stream()
                // the check of MariaDB's JSON columns has the column's name, and new columns have it too
                .filter(what ->
                        !what.startsWith("check ") || !json.contains(table + '\0' + what.substring("check ".length())))
                .toList();
    }
}
