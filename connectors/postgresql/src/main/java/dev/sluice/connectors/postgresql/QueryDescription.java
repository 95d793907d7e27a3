package dev.sluice.connectors.postgresql;

import dev.sluice.connectors.jdbc.QueryText;
import dev.sluice.connectors.jdbc.Statements;
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

/** Asks the server what columns a query has, without running it. */
final class QueryDescription {
    private static final int TEXT_MODIFIER_OFFSET = 4;

    private QueryDescription() {}

    static CatalogStream describe(Connection connection, String name, String query) throws SQLException {
        List<Field> fields = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(source(query))) {
            ResultSetMetaData columns = statement.getMetaData();
            if (columns == null) {
                throw new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, "query '" + name + "' returns no rows: write a SELECT");
            }
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                fields.add(field(connection, columns, i));
            }
        }
        QueryText.requireDistinct(name, fields);
        return new CatalogStream(StreamName.of(name), Kind.QUERY, Schema.of(fields), -1, "", query);
    }

    /** The query as part of another statement: as a prepared one the driver reads question marks as parameters. */
    private static String source(String query) {
        return query.replace("?", "??");
    }

    private static Field field(Connection connection, ResultSetMetaData columns, int column) throws SQLException {
        String reported = columns.getColumnTypeName(column);
        boolean array = reported.startsWith("_");
        String name = array ? reported.substring(1) : reported;
        int modifier = array ? -1 : modifier(name, columns, column);
        String nativeType = Statements.query(
                        connection,
                        "SELECT coalesce(format_type(to_regtype(?)::oid, ?), ?)",
                        row -> row.getString(1),
                        array ? "pg_catalog." + reported : name.contains(".") ? name : "pg_catalog." + name,
                        modifier,
                        reported)
                .getFirst();
        return new Field(
                columns.getColumnLabel(column),
                NativeTypes.logical(baseName(name), modifier, array),
                true,
                nativeType,
                "");
    }

    /** The driver knows two types by other names. */
    private static String baseName(String name) {
        return switch (name) {
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            case "smallserial" -> "int2";
            default -> name;
        };
    }

    /** The type modifier, which the driver tells only as precision and scale. */
    private static int modifier(String name, ResultSetMetaData columns, int column) throws SQLException {
        int precision = columns.getPrecision(column);
        return switch (name) {
            case "numeric" ->
                precision == 0 ? -1 : (precision << 16 | columns.getScale(column) & 0x7FF) + TEXT_MODIFIER_OFFSET;
            case "varchar", "bpchar" -> precision == Integer.MAX_VALUE ? -1 : precision + TEXT_MODIFIER_OFFSET;
            case "time", "timestamp", "timestamptz" -> columns.getScale(column);
            default -> -1;
        };
    }
}
