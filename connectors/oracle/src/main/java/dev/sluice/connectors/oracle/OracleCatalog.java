package dev.sluice.connectors.oracle;

import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lists a schema's tables and views with a few queries, however many there are. The queries are plain and put together
 * here: joins of the catalog's own views are slow.
 */
final class OracleCatalog {
    private static final String TABLES = """
        SELECT table_name, num_rows FROM sys.all_tables
        WHERE owner = ? AND nested = 'NO' AND secondary = 'N' AND dropped = 'NO'
          AND NVL(iot_type, 'IOT') = 'IOT'
          AND SUBSTR(table_name, 1, 8) <> ? AND SUBSTR(table_name, 1, 6) NOT IN ('MLOG$_', 'RUPD$_')
        ORDER BY table_name
        """;

    private static final String VIEWS =
            "SELECT view_name, CAST(NULL AS NUMBER) FROM sys.all_views WHERE owner = ? ORDER BY view_name";

    private static final String KEYS = """
        SELECT k.table_name, k.column_name FROM sys.all_constraints c JOIN sys.all_cons_columns k
          ON k.owner = c.owner AND k.constraint_name = c.constraint_name
        WHERE c.owner = ? AND c.constraint_type = 'P' ORDER BY k.table_name, k.position
        """;

    private static final String TABLE_COMMENTS =
            "SELECT table_name, comments FROM sys.all_tab_comments WHERE owner = ? AND comments IS NOT NULL";

    private static final String COLUMN_COMMENTS = "SELECT table_name, column_name, comments FROM sys.all_col_comments"
            + " WHERE owner = ? AND comments IS NOT NULL";

    private final Connection connection;
    private final String schema;

    private OracleCatalog(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    private record Relation(String name, Kind kind, long rows) {}

    private record KeyColumn(String table, String name) {}

    private record Comment(String of, String text) {}

    static List<CatalogStream> tables(Connection connection) throws SQLException {
        return new OracleCatalog(connection, currentSchema(connection)).tables();
    }

    /** The schema of names that are written without one. */
    static String currentSchema(Connection connection) throws SQLException {
        return Statements.query(
                        connection,
                        "SELECT SYS_CONTEXT('USERENV', 'CURRENT_SCHEMA') FROM dual",
                        row -> row.getString(1))
                .getFirst();
    }

    private List<CatalogStream> tables() throws SQLException {
        List<Relation> relations = new ArrayList<>();
        relations.addAll(relations(TABLES, Kind.TABLE, schema, Staging.RESERVED_PREFIX));
        relations.addAll(relations(VIEWS, Kind.VIEW, schema));
        Map<String, List<Field>> columns = columns();
        Map<String, List<String>> keys = keys();
        Map<String, String> comments = comments(TABLE_COMMENTS, row -> new Comment(row.getString(1), row.getString(2)));
        return relations.stream()
                .map(relation -> new CatalogStream(
                        new StreamName(schema, relation.name()),
                        relation.kind(),
                        new Schema(
                                columns.getOrDefault(relation.name(), List.of()),
                                keys.getOrDefault(relation.name(), List.of())),
                        relation.rows(),
                        comments.getOrDefault(relation.name(), ""),
                        ""))
                .toList();
    }

    private List<Relation> relations(String query, Kind kind, Object... parameters) throws SQLException {
        return Statements.query(
                connection,
                query,
                row -> {
                    long rows = row.getLong(2);
                    return new Relation(row.getString(1), kind, row.wasNull() ? -1 : rows);
                },
                parameters);
    }

    private Map<String, List<Field>> columns() throws SQLException {
        Map<String, String> comments = comments(
                COLUMN_COMMENTS, row -> new Comment(row.getString(1) + '\0' + row.getString(2), row.getString(3)));
        Map<String, List<Field>> columns = new HashMap<>();
        Statements.query(
                        connection,
                        CatalogColumn.QUERY + " AND c.owner = ? ORDER BY c.table_name, c.column_id",
                        CatalogColumn::read,
                        schema)
                .forEach(column -> columns.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.toField(comments.getOrDefault(column.table() + '\0' + column.name(), ""))));
        return columns;
    }

    private Map<String, List<String>> keys() throws SQLException {
        Map<String, List<String>> keys = new HashMap<>();
        Statements.query(connection, KEYS, row -> new KeyColumn(row.getString(1), row.getString(2)), schema)
                .forEach(column -> keys.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.name()));
        return keys;
    }

    private Map<String, String> comments(String query, Statements.RowReader<Comment> reader) throws SQLException {
        Map<String, String> comments = new HashMap<>();
        Statements.query(connection, query, reader, schema)
                .forEach(comment -> comments.put(comment.of(), comment.text()));
        return comments;
    }
}
