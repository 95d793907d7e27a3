package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.ActingKey;
import dev.sluice.connectors.jdbc.Statements;
import dev.sluice.connectors.jdbc.Table;
import dev.sluice.connectors.jdbc.TableColumn;
import dev.sluice.spi.StreamName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks one table up: columns, key, and what would go with it if it were dropped. */
final class TableLookup {
    private static final String TABLE = """
        SELECT c.oid, n.nspname, c.relkind IN ('v', 'm')
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = coalesce(nullif(?, ''), current_schema()) AND c.relname = ?
          AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
        """;

    /** Everything that hangs on a table; the parameter is its oid. */
    private static final String KEEPS = """
        WITH t AS (SELECT c.* FROM pg_catalog.pg_class c WHERE c.oid = ?::oid)
        SELECT what FROM (
          SELECT 1, 'owner ' || pg_get_userbyid(relowner) FROM t
            WHERE relowner <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = current_user)
          UNION SELECT 2, 'partitions' FROM t WHERE relkind = 'p'
          UNION SELECT 2, 'foreign table' FROM t WHERE relkind = 'f'
          UNION SELECT 2, 'inheritance' FROM t
            JOIN pg_catalog.pg_inherits i ON t.oid IN (i.inhparent, i.inhrelid) WHERE relkind <> 'p'
          UNION SELECT 2, 'unlogged' FROM t WHERE relpersistence = 'u'
          UNION SELECT 2, 'storage parameters' FROM t WHERE reloptions IS NOT NULL
          UNION SELECT 2, 'replica identity' FROM t WHERE relreplident <> 'd'
          UNION SELECT 2, 'tablespace' FROM t WHERE reltablespace <> 0
          UNION SELECT 3, 'index ' || x.relname FROM t JOIN pg_catalog.pg_index i ON i.indrelid = t.oid
            JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
            WHERE NOT i.indisprimary
              AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = x.oid AND k.conrelid = t.oid)
          UNION SELECT 4, 'constraint ' || k.conname FROM t JOIN pg_catalog.pg_constraint k ON k.conrelid = t.oid
            WHERE k.contype NOT IN ('p', 'n')
          UNION SELECT 4, 'foreign key ' || k.conname || ' of ' || k.conrelid::regclass
            FROM t JOIN pg_catalog.pg_constraint k ON k.confrelid = t.oid AND k.conrelid <> t.oid
          UNION SELECT 5, 'view ' || r.ev_class::regclass FROM t
            JOIN pg_catalog.pg_depend d ON d.refobjid = t.oid AND d.refclassid = 'pg_catalog.pg_class'::regclass
            JOIN pg_catalog.pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_catalog.pg_rewrite'::regclass
            WHERE r.ev_class <> t.oid
          UNION SELECT 5, 'rule ' || r.rulename FROM t JOIN pg_catalog.pg_rewrite r ON r.ev_class = t.oid
          UNION SELECT 5, 'function ' || p.proname FROM t
            JOIN pg_catalog.pg_depend d ON d.refobjid IN (t.oid, t.reltype)
            JOIN pg_catalog.pg_proc p ON p.oid = d.objid AND d.classid = 'pg_catalog.pg_proc'::regclass
          UNION SELECT 6, 'grant to ' || CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(g.grantee) END
            FROM t CROSS JOIN aclexplode(t.relacl) g WHERE g.grantee <> t.relowner
          UNION SELECT 6, 'grant on column ' || a.attname FROM t
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
          UNION SELECT 7, 'trigger ' || g.tgname FROM t
            JOIN pg_catalog.pg_trigger g ON g.tgrelid = t.oid AND NOT g.tgisinternal
          UNION SELECT 7, 'policy ' || p.polname FROM t JOIN pg_catalog.pg_policy p ON p.polrelid = t.oid
          UNION SELECT 7, 'row level security' FROM t WHERE relrowsecurity
          UNION SELECT 7, 'publication ' || p.pubname FROM t
            JOIN pg_catalog.pg_publication_rel r ON r.prrelid = t.oid
            JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
          UNION SELECT 7, 'statistics ' || s.stxname FROM t
            JOIN pg_catalog.pg_statistic_ext s ON s.stxrelid = t.oid
          UNION SELECT 8, 'comments' FROM t JOIN pg_catalog.pg_description d
            ON d.objoid = t.oid AND d.classoid = 'pg_catalog.pg_class'::regclass
          UNION SELECT 9, CASE WHEN a.attgenerated <> '' THEN 'generated column ' ELSE 'default of column ' END
              || a.attname
            FROM t JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND NOT a.attisdropped
            WHERE a.atthasdef OR a.attidentity <> ''
          UNION SELECT 9, 'domain of column ' || a.attname FROM t
            JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type y ON y.oid = a.atttypid AND y.typtype IN ('d', 'e', 'c', 'r')
        ) k (rank, what) ORDER BY rank, what
        """;

    /** Unique indexes that count all rows, besides the primary key; of each the columns. */
    private static final String UNIQUE = """
        SELECT array_agg(coalesce(a.attname::text, '') ORDER BY k.position)
        FROM pg_catalog.pg_index i
        CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k (attnum, position)
        LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum AND k.attnum > 0
        WHERE i.indrelid = ?::oid AND i.indisunique AND NOT i.indisprimary AND i.indisvalid AND i.indpred IS NULL
          AND k.position <= i.indnkeyatts
        GROUP BY i.indexrelid
        """;

    /** A partition's key is that of the table whose part it is. */
    private static final String ACTING_KEYS = """
        SELECT k.conname, k.conrelid::regclass::text,
          CASE k.confdeltype WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'SET DEFAULT' END
        FROM pg_catalog.pg_constraint k
        WHERE k.contype = 'f' AND k.confrelid = ?::oid AND k.conrelid <> k.confrelid AND k.conparentid = 0
          AND k.confdeltype IN ('c', 'n', 'd')
        ORDER BY k.conname
        """;

    private TableLookup() {}

    private record Found(long oid, String schema, boolean isView) {}

    static Optional<Table> find(Connection connection, StreamName name) throws SQLException {
        Optional<Found> found = found(connection, name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Found table = found.get();
        List<TableColumn> columns = columns(connection, table);
        List<String> key = Statements.query(connection, PrimaryKeys.OF_TABLE, row -> row.getString(2), table.oid());
        List<String> keeps = Statements.query(connection, KEEPS, row -> row.getString(1), table.oid());
        List<List<String>> unique = Statements.query(
                connection, UNIQUE, row -> List.of((String[]) row.getArray(1).getArray()), table.oid());
        return Optional.of(new Table(name, table.isView(), columns, key, keeps, unique));
    }

    static boolean isThere(Connection connection, StreamName name) throws SQLException {
        return found(connection, name).isPresent();
    }

    /** The columns alone, which is much less to look up. */
    static Optional<List<TableColumn>> columns(Connection connection, StreamName name) throws SQLException {
        Optional<Found> found = found(connection, name);
        return found.isEmpty() ? Optional.empty() : Optional.of(columns(connection, found.get()));
    }

    static List<ActingKey> actingKeys(Connection connection, StreamName name) throws SQLException {
        Optional<Found> found = found(connection, name);
        return found.isEmpty()
                ? List.of()
                : Statements.query(
                        connection,
                        ACTING_KEYS,
                        row -> new ActingKey(row.getString(1), row.getString(2), row.getString(3)),
                        found.get().oid());
    }

    private static Optional<Found> found(Connection connection, StreamName name) throws SQLException {
        return Statements.query(
                        connection,
                        TABLE,
                        row -> new Found(row.getLong(1), row.getString(2), row.getBoolean(3)),
                        name.namespace(),
                        name.name())
                .stream()
                .findFirst();
    }

    private static List<TableColumn> columns(Connection connection, Found table) throws SQLException {
        return Statements.query(
                connection,
                CatalogColumn.QUERY
                        + " WHERE a.attrelid = ?::oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum",
                row -> CatalogColumn.read(row).toTableColumn(),
                table.oid());
    }
}
