package dev.sluice.connectors.mssql;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists a schema's tables and views with three queries, however many there are. */
final class MssqlCatalog {
    private static final String TABLES = """
        SELECT o.object_id, s.name, o.name, CASE WHEN o.type = 'V' THEN 1 ELSE 0 END, COALESCE(p.n, -1),
          CAST(e.value AS nvarchar(4000))
        FROM sys.objects o
        JOIN sys.schemas s ON s.schema_id = o.schema_id
        LEFT JOIN (SELECT object_id, SUM(rows) AS n FROM sys.partitions WHERE index_id IN (0, 1) GROUP BY object_id) p
          ON p.object_id = o.object_id
        LEFT JOIN sys.extended_properties e ON e.class = 1 AND e.major_id = o.object_id AND e.minor_id = 0
          AND e.name = 'MS_Description'
        """;

    private static final String KEYS = """
        SELECT i.object_id, c.name
        FROM sys.indexes i
        JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
        JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
        JOIN sys.objects o ON o.object_id = i.object_id
        JOIN sys.schemas s ON s.schema_id = o.schema_id
        """;

    private static final String UNIQUE = """
        SELECT i.index_id, c.name
        FROM sys.indexes i
        JOIN sys.index_columns k ON k.object_id = i.object_id AND k.index_id = i.index_id
        JOIN sys.columns c ON c.object_id = k.object_id AND c.column_id = k.column_id
        WHERE i.object_id = ? AND i.is_unique = 1 AND i.is_primary_key = 0 AND i.has_filter = 0
          AND k.is_included_column = 0
        ORDER BY i.index_id, k.key_ordinal
        """;

    private static final String READABLE = " AND o.type IN ('U', 'V') AND o.is_ms_shipped = 0 AND LEFT(o.name, "
            + Staging.RESERVED_PREFIX.length() + ") <> '" + Staging.RESERVED_PREFIX + "'";

    private MssqlCatalog() {}

    private record Relation(long id, StreamName name, boolean isView, long estimatedRows, String comment) {}

    private record KeyColumn(long table, String name) {}

    static List<CatalogStream> tables(Connection connection, String schema) throws SQLException {
        boolean all = schema.equals(MssqlOptions.ALL_SCHEMAS);
        String where = " WHERE " + (all ? "s.name NOT IN ('sys', 'INFORMATION_SCHEMA')" : "s.name = ?") + READABLE;
        Object[] parameters = all ? new Object[0] : new Object[] {schema};
        List<Relation> relations = Statements.query(
                connection,
                TABLES + where + " ORDER BY s.name, o.name",
                row -> new Relation(
                        row.getLong(1),
                        new StreamName(row.getString(2), row.getString(3)),
                        row.getBoolean(4),
                        row.getLong(5),
                        row.getString(6) == null ? "" : row.getString(6)),
                parameters);
        Map<Long, List<Field>> columns = new HashMap<>();
        Statements.query(
                        connection,
                        CatalogColumn.QUERY + where + " ORDER BY c.object_id, c.column_id",
                        CatalogColumn::read,
                        parameters)
                .forEach(column -> columns.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.toField()));
        Map<Long, List<String>> keys = new HashMap<>();
        Statements.query(
                        connection,
                        KEYS + where + " AND i.is_primary_key = 1 ORDER BY i.object_id, k.key_ordinal",
                        row -> new KeyColumn(row.getLong(1), row.getString(2)),
                        parameters)
                .forEach(column -> keys.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.name()));
        return relations.stream()
                .map(relation -> new CatalogStream(
                        relation.name(),
                        relation.isView() ? Kind.VIEW : Kind.TABLE,
                        new Schema(
                                columns.getOrDefault(relation.id(), List.of()),
                                keys.getOrDefault(relation.id(), List.of())),
                        relation.estimatedRows(),
                        relation.comment(),
                        ""))
                .toList();
    }

    /** The columns of each unique index of a table that counts all rows, besides the primary key. */
    static List<List<String>> uniqueKeys(Connection connection, long table) throws SQLException {
        Map<Long, List<String>> indexes = new LinkedHashMap<>();
        Statements.query(connection, UNIQUE, row -> new KeyColumn(row.getLong(1), row.getString(2)), table)
                .forEach(column -> indexes.computeIfAbsent(column.table(), index -> new ArrayList<>())
                        .add(column.name()));
        return List.copyOf(indexes.values());
    }

    /** The columns of one table's key, in its order. */
    static List<String> key(Connection connection, long table) throws SQLException {
        return Statements.query(
                connection,
                KEYS + " WHERE i.object_id = ? AND i.is_primary_key = 1 ORDER BY k.key_ordinal",
                row -> row.getString(2),
                table);
    }
}
