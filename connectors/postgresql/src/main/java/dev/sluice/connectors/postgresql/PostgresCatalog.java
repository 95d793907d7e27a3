package dev.sluice.connectors.postgresql;

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

/**
 * Lists what can be read with three queries, however many tables there are. Partitions are listed as the table they
 * belong to.
 */
final class PostgresCatalog {
    private static final String RELATIONS = """
        SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm'), c.reltuples::bigint, coalesce(y.description, '')
        FROM pg_catalog.pg_class c
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        LEFT JOIN pg_catalog.pg_description y ON y.objoid = c.oid AND y.objsubid = 0
            AND y.classoid = 'pg_catalog.pg_class'::regclass
        """;
    private static final String READABLE = " AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition"
            + " AND c.relpersistence <> 't' AND NOT starts_with(c.relname::text, '" + Staging.RESERVED_PREFIX + "')";

    private PostgresCatalog() {}

    private record Relation(long oid, StreamName name, boolean isView, long estimatedRows, String comment) {}

    private record KeyColumn(long table, String name) {}

    static List<CatalogStream> tables(Connection connection, String schema) throws SQLException {
        boolean all = schema.equals(PostgresOptions.ALL_SCHEMAS);
        String condition = all ? "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'" : "n.nspname = ?";
        Object[] parameters = all ? new Object[0] : new Object[] {schema};
        List<Relation> relations = Statements.query(
                connection,
                RELATIONS + " WHERE " + condition + READABLE + " ORDER BY n.nspname, c.relname",
                row -> new Relation(
                        row.getLong(1),
                        new StreamName(row.getString(2), row.getString(3)),
                        row.getBoolean(4),
                        row.getLong(5),
                        row.getString(6)),
                parameters);
        Map<Long, List<Field>> columns = columns(connection, condition, parameters);
        Map<Long, List<String>> keys = keys(connection, condition, parameters);
        return relations.stream()
                .map(relation -> new CatalogStream(
                        relation.name(),
                        relation.isView() ? Kind.VIEW : Kind.TABLE,
                        new Schema(
                                columns.getOrDefault(relation.oid(), List.of()),
                                keys.getOrDefault(relation.oid(), List.of())),
                        relation.estimatedRows(),
                        relation.comment(),
                        ""))
                .toList();
    }

    private static Map<Long, List<Field>> columns(Connection connection, String condition, Object... parameters)
            throws SQLException {
        Map<Long, List<Field>> columns = new HashMap<>();
        Statements.query(
                        connection,
                        CatalogColumn.QUERY + " WHERE " + condition + READABLE
                                + " AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attrelid, a.attnum",
                        CatalogColumn::read,
                        parameters)
                .forEach(column -> columns.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.toField()));
        return columns;
    }

    private static Map<Long, List<String>> keys(Connection connection, String condition, Object... parameters)
            throws SQLException {
        Map<Long, List<String>> keys = new LinkedHashMap<>();
        Statements.query(
                        connection,
                        PrimaryKeys.where(condition),
                        row -> new KeyColumn(row.getLong(1), row.getString(2)),
                        parameters)
                .forEach(column -> keys.computeIfAbsent(column.table(), table -> new ArrayList<>())
                        .add(column.name()));
        return keys;
    }
}
