package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Finds the types of computed columns, which nobody declares. */
final class ComputedTypes {
    private static final String TRIAL = "\"data\".TRIAL";

    private final Connection connection;

    ComputedTypes(Connection connection) {
        this.connection = connection;
    }

    TableDefinition complete(TableDefinition definition) throws SQLException {
        List<Column> stored = definition.columns().stream()
                .filter(column -> column.type() != null)
                .toList();
        if (stored.size() == definition.columns().size()) {
            return definition;
        }
        TableDefinition result = definition;
        try (Statement statement = connection.createStatement()) {
            for (String sql : new TableDefinition(stored, List.of(), List.of()).create(TRIAL)) {
                statement.execute(sql);
            }
            for (Column column : definition.columns()) {
                if (column.type() == null) {
                    result = result.replaced(column.name(), typed(column));
                }
            }
            statement.execute("DROP TABLE " + TRIAL);
        }
        return result;
    }

    private Column typed(Column column) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT " + column.computed().h2() + " FROM " + TRIAL)) {
            return new Column(
                    column.name(),
                    ResultColumns.derived(query.getMetaData(), 1),
                    column.nullable(),
                    null,
                    null,
                    column.computed());
        }
    }
}
