package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.command.Command;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.result.ResultInterface;

/** Finds the types of computed columns, which nobody declares. */
final class ComputedTypes {
    private final Connection connection;

    ComputedTypes(Connection connection) {
        this.connection = connection;
    }

    TableDefinition complete(String physical, TableDefinition definition) throws SQLException {
        TableDefinition result = definition;
        for (Column column : definition.columns()) {
            if (column.type() == null) {
                result = result.replaced(
                        column.name(),
                        new Column(
                                column.name(),
                                ResultTypes.of(type(physical, column)),
                                column.nullable(),
                                null,
                                null,
                                column.computed()));
            }
        }
        return result;
    }

    private org.h2.value.TypeInfo type(String physical, Column column) throws SQLException {
        SessionLocal session = (SessionLocal) ((JdbcConnection) connection).getSession();
        Command command = session.prepareLocal(
                "SELECT \"" + column.name().replace("\"", "\"\"") + "\" FROM \"data\"." + physical);
        try (ResultInterface columns = command.getMetaData()) {
            return columns.getColumnType(0);
        }
    }
}
