package dev.sluice.connectors.mysql;

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
import java.util.Set;

/** Lists the database's tables and views with a few queries, however many there are. */
final class MysqlCatalog {
    private static final String TABLES = """
        SELECT table_name, table_type = 'VIEW', coalesce(table_rows, -1),
          CASE WHEN table_type = 'VIEW' THEN '' ELSE coalesce(table_comment, '') END
        FROM information_schema.tables
        WHERE table_schema = ? AND table_type IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED') AND left(table_name, 8) <> ?
        ORDER BY table_name
        """;

    private static final String KEYS = """
        SELECT table_name, column_name FROM information_schema.statistics
        WHERE table_schema = ? AND index_name = 'PRIMARY' ORDER BY table_name, seq_in_index
        """;

    private MysqlCatalog() {}

    private record Relation(String name, boolean isView, long estimatedRows, String comment) {}

    private record KeyColumn(String table, String name) {}

    static List<CatalogStream> tables(Connection connection, boolean tinyint1AsBoolean) throws SQLException {
        String database = connection.getCatalog();
        List<Relation> relations = Statements.query(
                connection,
                TABLES,
                row -> new Relation(row.getString(1), row.getBoolean(2), row.getLong(3), row.getString(4)),
                database,
                Staging.RESERVED_PREFIX);
        Map<String, List<Field>> columns = columns(connection, database, tinyint1AsBoolean);
        Map<String, List<String>> keys = new HashMap<>();
        Statements.query(connection, KEYS, row -> new KeyColumn(row.getString(1), row.getString(2)), database)
                .forEach(column -> keys.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.name()));
        return relations.stream()
                .map(relation -> new CatalogStream(
                        new StreamName(database, relation.name()),
                        relation.isView() ? Kind.VIEW : Kind.TABLE,
                        new Schema(
                                columns.getOrDefault(relation.name(), List.of()),
                                keys.getOrDefault(relation.name(), List.of())),
                        relation.estimatedRows(),
                        relation.comment(),
                        ""))
                .toList();
    }

    private static Map<String, List<Field>> columns(Connection connection, String database, boolean tinyint1AsBoolean)
            throws SQLException {
        Set<String> json = JsonColumns.of(connection, database, "");
        Map<String, List<Field>> columns = new HashMap<>();
        Statements.query(
                        connection,
                        CatalogColumn.QUERY + " WHERE c.table_schema = ? ORDER BY c.table_name, c.ordinal_position",
                        row -> CatalogColumn.read(row, tinyint1AsBoolean),
                        database)
                .forEach(column -> columns.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add((json.contains(JsonColumns.id(column)) ? column.asJson() : column).toField()));
        return columns;
    }
}
