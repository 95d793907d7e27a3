package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Key;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes what the system views say of one physical table. */
final class CatalogRows {
    private static final String COLLATION = "SQL_Latin1_General_CP1_CI_AS";

    private final Connection connection;
    private final String physical;

    CatalogRows(Connection connection, String physical) {
        this.connection = connection;
        this.physical = physical;
    }

    void insert(TableDefinition definition) throws SQLException {
        for (int i = 0; i < definition.columns().size(); i++) {
            column(i + 1, definition.columns().get(i));
        }
        boolean heap = definition.keys().stream().noneMatch(Key::clustered);
        if (heap) {
            insert("KEYS", physical, 0, null, 0, false, false, false);
        }
        int next = 2;
        for (Key key : definition.keys()) {
            key(definition, key.clustered() ? 1 : next++, key);
        }
        for (TableDefinition.Check check : definition.checks()) {
            insert("CHECKS", physical, check.name(), check.condition().text());
        }
    }

    private void column(int id, Column column) throws SQLException {
        SqlType type = column.type();
        insert(
                "COLUMNS",
                physical,
                id,
                column.name(),
                type.base().systemId(),
                type.base().userId(),
                type.maxLength(),
                type.catalogPrecision(),
                type.scale(),
                type.isText() && type.base() != SqlType.Base.XML ? COLLATION : null,
                column.nullable(),
                column.identity() != null,
                column.computed() != null,
                column.defaultValue() == null ? null : column.defaultValue().text(),
                column.computed() == null ? null : column.computed().text(),
                column.identity() == null ? null : column.identity().seed(),
                column.identity() == null ? null : column.identity().increment());
    }

    private void key(TableDefinition definition, int id, Key key) throws SQLException {
        boolean primary = key.kind() == Key.Kind.PRIMARY_KEY;
        boolean constraint = key.kind() == Key.Kind.UNIQUE;
        insert("KEYS", physical, id, key.name(), key.clustered() ? 1 : 2, key.unique(), primary, constraint);
        int ordinal = 0;
        for (TableDefinition.KeyColumn part : key.columns()) {
            int column =
                    definition.columns().indexOf(definition.column(part.name()).orElseThrow()) + 1;
            insert("KEY_COLUMNS", physical, id, ++ordinal, column, part.descending());
        }
    }

    private void insert(String table, Object... values) throws SQLException {
        String marks = "?, ".repeat(values.length - 1) + "?";
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO \"sys\".SLUICE_" + table + " VALUES (" + marks + ")")) {
            for (int i = 0; i < values.length; i++) {
                insert.setObject(i + 1, values[i]);
            }
            insert.executeUpdate();
        }
    }
}
