package dev.sluice.connectors.mssql;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the server what columns a query has: it is planned, and no row of it is read. */
final class QueryDescription {
    private static final int LONGEST_VARCHAR = 8000;

    private QueryDescription() {}

    static CatalogStream describe(Connection connection, String name, String query) throws SQLException {
        List<Field> fields = new ArrayList<>();
        // the driver puts a SET before it, after which WITH needs a semicolon
        try (PreparedStatement statement = connection.prepareStatement("; " + QueryText.bare(query))) {
            ResultSetMetaData columns = statement.getMetaData();
            if (columns == null) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, "query '" + name + "' has no result: it must be a SELECT");
            }
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                fields.add(field(name, columns, i));
            }
        } catch (SQLException e) {
            if (MssqlDialect.INSTANCE.errorCode(e) == ErrorCode.CONNECTION_LOST) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "query '" + name + "': " + ServerText.of(e), e);
        }
        QueryText.requireDistinct(name, fields);
        return new CatalogStream(StreamName.of(name), Kind.QUERY, Schema.of(fields), -1, "", query);
    }

    private static Field field(String query, ResultSetMetaData columns, int column) throws SQLException {
        String type = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT).replace(" identity", "");
        String name = columns.getColumnLabel(column);
        if (name == null || name.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "query '" + query + "': column " + column + " has no name: give it one with AS");
        }
        if (!type.startsWith("datetimeoffset")
                && !ColumnType.expression(type, "").isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "query '" + query + "': column '" + name + "' is " + type + ": select "
                            + ColumnType.expression(type, name) + " AS " + name);
        }
        int precision = columns.getPrecision(column);
        int characters = precision > LONGEST_VARCHAR ? -1 : precision;
        int bytes = type.startsWith("n") && characters > 0 ? 2 * characters : characters;
        ColumnType found = new ColumnType(type, bytes, precision, columns.getScale(column));
        return new Field(name, found.toLogical(), true, found.full(), "");
    }
}
