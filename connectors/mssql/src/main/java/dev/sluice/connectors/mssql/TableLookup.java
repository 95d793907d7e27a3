package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Looks one table up: columns, key, and what would go with it if it were dropped. */
final class TableLookup {
    private static final String TABLE = """
        SELECT o.object_id, CASE WHEN o.type = 'U' THEN 0 ELSE 1 END
        FROM sys.objects o JOIN sys.schemas s ON s.schema_id = o.schema_id
        WHERE s.name = ? AND o.name = ? AND o.type IN ('U', 'V')
        """;

    /** Each part asks for the table's id once. */
    private static final String KEEPS = """
        SELECT 'index ' + i.name FROM sys.indexes i
          WHERE i.object_id = ? AND i.is_primary_key = 0 AND i.type > 0
        UNION ALL SELECT 'foreign key ' + f.name FROM sys.foreign_keys f WHERE f.parent_object_id = ?
        UNION ALL SELECT 'foreign key ' + f.name + ' of ' + OBJECT_NAME(f.parent_object_id) FROM sys.foreign_keys f
          WHERE f.referenced_object_id = ? AND f.parent_object_id <> f.referenced_object_id
        UNION ALL SELECT 'trigger ' + t.name FROM sys.triggers t WHERE t.parent_id = ?
        UNION ALL SELECT 'check ' + k.name FROM sys.check_constraints k WHERE k.parent_object_id = ?
        UNION ALL SELECT 'default of column ' + c.name FROM sys.columns c WHERE c.object_id = ? AND c.default_object_id <> 0
        UNION ALL SELECT 'identity of column ' + c.name FROM sys.columns c WHERE c.object_id = ? AND c.is_identity = 1
        UNION ALL SELECT 'computed column ' + c.name FROM sys.columns c WHERE c.object_id = ? AND c.is_computed = 1
        UNION ALL SELECT 'mask of column ' + c.name FROM sys.columns c WHERE c.object_id = ? AND c.is_masked = 1
        UNION ALL SELECT 'period column ' + c.name FROM sys.columns c
          WHERE c.object_id = ? AND c.generated_always_type <> 0
        UNION ALL SELECT DISTINCT 'comments' FROM sys.extended_properties e WHERE e.class = 1 AND e.major_id = ?
        UNION ALL SELECT DISTINCT 'grant to ' + USER_NAME(g.grantee_principal_id) FROM sys.database_permissions g
          WHERE g.class = 1 AND g.major_id = ?
        UNION ALL SELECT DISTINCT 'schema-bound ' + OBJECT_NAME(d.referencing_id) FROM sys.sql_expression_dependencies d
          WHERE d.referenced_id = ? AND d.is_schema_bound_reference = 1 AND d.referencing_id <> d.referenced_id
        UNION ALL SELECT DISTINCT 'partitions' FROM sys.partitions p WHERE p.object_id = ? AND p.partition_number > 1
        UNION ALL SELECT DISTINCT 'compression' FROM sys.partitions p WHERE p.object_id = ? AND p.data_compression > 0
        UNION ALL SELECT 'system versioning' FROM sys.tables t WHERE t.object_id = ? AND t.temporal_type <> 0
        UNION ALL SELECT 'memory optimization' FROM sys.tables t WHERE t.object_id = ? AND t.is_memory_optimized = 1
        UNION ALL SELECT 'replication' FROM sys.tables t WHERE t.object_id = ? AND t.is_replicated = 1
        UNION ALL SELECT 'change data capture' FROM sys.tables t WHERE t.object_id = ? AND t.is_tracked_by_cdc = 1
        UNION ALL SELECT 'change tracking' FROM sys.change_tracking_tables t WHERE t.object_id = ?
        UNION ALL SELECT 'security predicate' FROM sys.security_predicates p WHERE p.target_object_id = ?
        UNION ALL SELECT 'full-text index' FROM sys.fulltext_indexes x WHERE x.object_id = ?
        UNION ALL SELECT 'statistics ' + x.name FROM sys.stats x WHERE x.object_id = ? AND x.user_created = 1
        UNION ALL SELECT 'owner ' + USER_NAME(o.principal_id) FROM sys.objects o
          WHERE o.object_id = ? AND o.principal_id IS NOT NULL
        """;

    private static final String ACTING_KEYS = """
        SELECT f.name, OBJECT_SCHEMA_NAME(f.parent_object_id) + '.' + OBJECT_NAME(f.parent_object_id),
            CASE f.delete_referential_action WHEN 1 THEN 'CASCADE' WHEN 2 THEN 'SET NULL' ELSE 'SET DEFAULT' END
        FROM sys.foreign_keys f
        WHERE f.referenced_object_id = ? AND f.parent_object_id <> f.referenced_object_id AND f.is_disabled = 0
          AND f.delete_referential_action <> 0
        ORDER BY f.name
        """;

    private TableLookup() {}

    private record Found(long id, boolean isView) {}

    static Optional<Table> find(Connection connection, StreamName name) throws SQLException {
        List<Found> found = Statements.query(
                connection, TABLE, row -> new Found(row.getLong(1), row.getBoolean(2)), name.namespace(), name.name());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        long id = found.getFirst().id();
        List<TableColumn> columns = Statements.query(
                connection,
                CatalogColumn.QUERY + " WHERE c.object_id = ? ORDER BY c.column_id",
                row -> CatalogColumn.read(row).toTableColumn(),
                id);
        boolean isView = found.getFirst().isView();
        return Optional.of(new Table(
                name,
                isView,
                columns,
                MssqlCatalog.key(connection, id),
                isView ? List.of() : keeps(connection, id),
                isView ? List.of() : MssqlCatalog.uniqueKeys(connection, id)));
    }

    static List<ActingKey> actingKeys(Connection connection, StreamName name) throws SQLException {
        List<Found> found = Statements.query(
                connection, TABLE, row -> new Found(row.getLong(1), row.getBoolean(2)), name.namespace(), name.name());
        return found.isEmpty()
                ? List.of()
                : Statements.query(
                        connection,
                        ACTING_KEYS,
                        row -> new ActingKey(row.getString(1), row.getString(2), row.getString(3)),
                        found.getFirst().id());
    }

    private static List<String> keeps(Connection connection, long id) throws SQLException {
        int parts = KEEPS.split("\\?", -1).length - 1;
        return Statements.query(
                connection,
                KEEPS,
                row -> row.getString(1),
                Collections.nCopies(parts, id).toArray());
    }
}
