package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

/** MariaDB's JSON columns, which the catalog lists as longtext with a check that the text is JSON. */
final class JsonColumns {
    private static final String CHECKS = """
        SELECT table_name, constraint_name FROM information_schema.check_constraints
        WHERE constraint_schema = ? AND (? = '' OR table_name = ?) AND level = 'Column'
          AND lower(check_clause) = lower(concat('json_valid(`', replace(constraint_name, '`', '``'), '`)'))
        """;

    private JsonColumns() {}

    /**
     * Those of a table, or of all tables where its name is empty.
     *
     * @return as {@link #id}
     */
    static Set<String> of(Connection connection, String schema, String table) throws SQLException {
        if (!MysqlDialect.of(connection).isMariaDb()) {
            return Set.of();
        }
        return new TreeSet<>(Statements.query(
                connection, CHECKS, row -> row.getString(1) + '\0' + row.getString(2), schema, table, table));
    }

    static String id(CatalogColumn column) {
        return column.table() + '\0' + column.name();
    }
}
