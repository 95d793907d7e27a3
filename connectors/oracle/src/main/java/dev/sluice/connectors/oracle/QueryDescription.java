package dev.sluice.connectors.oracle;

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

/** Asks the server what columns a query has: it is parsed, and not run. */
final class QueryDescription {
    private QueryDescription() {}

    static CatalogStream describe(Connection connection, String name, String query) throws SQLException {
        List<Field> fields = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT * FROM " + QueryText.inBrackets(query) + " query")) {
            ResultSetMetaData columns = statement.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                fields.add(field(columns, i));
            }
        } catch (SQLException e) {
            if (OracleDialect.OLDEST.errorCode(e) == ErrorCode.CONNECTION_LOST) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "query '" + name + "': " + ConnectFailure.text(e), e);
        }
        QueryText.requireDistinct(name, fields);
        return new CatalogStream(StreamName.of(name), Kind.QUERY, Schema.of(fields), -1, "", query);
    }

    private static Field field(ResultSetMetaData columns, int column) throws SQLException {
        String reported = columns.getColumnTypeName(column).toUpperCase(Locale.ROOT);
        // object types are reported with their owner
        String name = reported.substring(reported.lastIndexOf('.') + 1);
        int precision = columns.getPrecision(column);
        int scale = columns.getScale(column);
        if (name.startsWith("TIMESTAMP") && name.indexOf('(') < 0) {
            name = name.replaceFirst("TIMESTAMP", "TIMESTAMP(" + scale + ")");
        }
        // a text is of that many characters at most, however its length is counted
        ColumnType type = new ColumnType(name, precision, false, name.equals("NUMBER") ? precision : 0, scale);
        return new Field(columns.getColumnLabel(column), type.toLogical(), true, type.ddl(), "");
    }
}
