package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.sqlite.core.CoreStatement;

/** Queries as streams. */
final class SqliteQuery {
    private SqliteQuery() {}

    /** The columns of a query's result: a table's own column has its type, an expression is STRING. */
    static CatalogStream describe(Connection connection, String name, String query) {
        try {
            List<Field> fields = fields(connection, asTable(query, "*"));
            QueryText.requireDistinct(name, fields);
            return new CatalogStream(StreamName.of(name), CatalogStream.Kind.QUERY, Schema.of(fields), -1, "", query);
        } catch (SQLException e) {
            throw new ConnectorException(ErrorCode.INVALID_CONFIGURATION, "query '" + name + "': " + e.getMessage(), e);
        }
    }

    /** The columns that a SELECT without a LIMIT has. */
    static List<Field> fields(Connection connection, String select) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select + " LIMIT 0")) {
            CoreStatement core = statement.unwrap(CoreStatement.class);
            List<Field> fields = new ArrayList<>();
            int count = statement.getMetaData().getColumnCount();
            for (int i = 0; i < count; i++) {
                int column = i;
                String label = core.pointer.safeRun((db, pointer) -> db.column_name(pointer, column));
                String declared = core.pointer.safeRun((db, pointer) -> db.column_decltype(pointer, column));
                String nativeType = declared == null ? "" : declared;
                fields.add(new Field(label, DeclaredType.parse(nativeType).toLogical(), true, nativeType, ""));
            }
            return fields;
        }
    }

    /** A SELECT of some columns from the query's result. */
    static String asTable(String query, String columns) {
        return "SELECT " + columns + " FROM " + QueryText.inBrackets(query);
    }
}
