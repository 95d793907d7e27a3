package dev.sluice.connectors.mysql;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.spi.CatalogStream;
import dev.sluice.spi.CatalogStream.Kind;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Asks the server what columns a query has: it is planned, and no row of it is read. */
final class QueryDescription {

    private QueryDescription() {}

    static CatalogStream describe(Connection connection, boolean tinyint1AsBoolean, String name, String query)
            throws SQLException {
        List<Field> fields = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT * FROM " + QueryText.inBrackets(query) + " AS query LIMIT 0")) {
            ResultSetMetaData columns = result.getMetaData();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                fields.add(field(columns, i, tinyint1AsBoolean));
            }
        } catch (SQLException e) {
            if (MysqlDialect.EITHER.errorCode(e) == ErrorCode.CONNECTION_LOST) {
                throw e;
            }
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION, "query '" + name + "': " + ServerText.of(e), e);
        }
        QueryText.requireDistinct(name, fields);
        return new CatalogStream(StreamName.of(name), Kind.QUERY, Schema.of(fields), -1, "", query);
    }

    private static Field field(ResultSetMetaData columns, int column, boolean tinyint1AsBoolean) throws SQLException {
        String reported = columns.getColumnTypeName(column).toLowerCase(Locale.ROOT);
        String name = reported.replace(" unsigned", "").replaceFirst("\\(.*", "");
        boolean unsigned = !columns.isSigned(column) || reported.contains("unsigned");
        int precision = columns.getPrecision(column);
        int scale = columns.getScale(column);
        String nativeType = switch (name) {
            case "bit" -> "bit(" + precision + ")";
            case "decimal" -> "decimal(" + precision + "," + scale + ")";
            // what the driver calls tinyint(1), whatever is in it
            case "boolean" -> unsigned ? "tinyint(1) unsigned" : "tinyint(1)";
            case "integer" -> unsigned ? "int unsigned" : "int";
            default -> unsigned && name.endsWith("int") ? name + " unsigned" : name;
        };
        ColumnType type = new ColumnType(
                name.equals("boolean") ? "tinyint" : name, nativeType, 0, precision, scale, Math.min(scale, 6));
        return new Field(columns.getColumnLabel(column), type.toLogical(tinyint1AsBoolean), true, nativeType, "");
    }
}
