package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.SqlType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** The functions of T-SQL that ask the catalog, as H2 calls them: each sees what its session sees. */
public final class CatalogFunctions {
    private static final Map<String, String> FUNCTIONS = Map.ofEntries(
            Map.entry("OBJECT_ID", "objectId"),
            Map.entry("OBJECT_NAME", "objectName"),
            Map.entry("OBJECT_SCHEMA_NAME", "objectSchemaName"),
            Map.entry("SCHEMA_ID", "schemaId"),
            Map.entry("SCHEMA_NAME", "schemaName"),
            Map.entry("TYPE_NAME", "typeName"),
            Map.entry("COL_LENGTH", "colLength"),
            Map.entry("COL_NAME", "colName"),
            Map.entry("DATALENGTH", "dataLength"),
            Map.entry("QUOTENAME", "quoteName"),
            Map.entry("CHECKSUM", "checksum"),
            Map.entry("DB_ID", "databaseId"),
            Map.entry("DB_NAME", "databaseName"),
            Map.entry("SERVERPROPERTY", "serverProperty"),
            Map.entry("DATABASEPROPERTYEX", "databaseProperty"),
            Map.entry("COLLATIONPROPERTY", "collationProperty"),
            Map.entry("HAS_PERMS_BY_NAME", "hasPermission"),
            Map.entry("IS_SRVROLEMEMBER", "isMember"),
            Map.entry("SLUICE_ROWS", "rows"));

    private CatalogFunctions() {}

    static void register(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> function : FUNCTIONS.entrySet()) {
                statement.execute("CREATE ALIAS \"sys\"." + function.getKey() + " FOR '"
                        + CatalogFunctions.class.getName() + "." + function.getValue() + "'");
            }
        }
    }

    public static Integer objectId(Connection connection, String name) throws SQLException {
        return objectId(connection, name, null);
    }

    public static Integer objectId(Connection connection, String name, String type) throws SQLException {
        if (name == null) {
            return null;
        }
        ObjectName parsed = ObjectName.parse(name);
        String id = first(
                connection,
                "SELECT o.object_id FROM \"sys\".SLUICE_OBJECTS o JOIN \"sys\".SLUICE_SCHEMAS s ON s.schema_id ="
                        + " o.schema_id WHERE s.name = ? AND o.name = ? AND (? = '' OR TRIM(o.type) = ?)",
                parsed.schema(),
                parsed.name(),
                type == null ? "" : type.strip(),
                type == null ? "" : type.strip());
        return id == null ? null : Integer.valueOf(id);
    }

    public static String objectName(Connection connection, Integer id) throws SQLException {
        return first(connection, "SELECT name FROM \"sys\".SLUICE_OBJECTS WHERE object_id = ?", id);
    }

    public static String objectSchemaName(Connection connection, Integer id) throws SQLException {
        return first(
                connection,
                "SELECT s.name FROM \"sys\".SLUICE_OBJECTS o JOIN \"sys\".SLUICE_SCHEMAS s"
                        + " ON s.schema_id = o.schema_id WHERE o.object_id = ?",
                id);
    }

    public static Integer schemaId(Connection connection) throws SQLException {
        return schemaId(connection, "dbo");
    }

    public static Integer schemaId(Connection connection, String name) throws SQLException {
        String id = first(connection, "SELECT schema_id FROM \"sys\".SLUICE_SCHEMAS WHERE name = ?", name);
        return id == null ? null : Integer.valueOf(id);
    }

    public static String schemaName(Connection connection) {
        return "dbo";
    }

    public static String schemaName(Connection connection, Integer id) throws SQLException {
        return first(connection, "SELECT name FROM \"sys\".SLUICE_SCHEMAS WHERE schema_id = ?", id);
    }

    public static String typeName(Connection connection, Integer id) throws SQLException {
        return first(connection, "SELECT name FROM \"sys\".types WHERE user_type_id = ?", id);
    }

    public static Integer colLength(Connection connection, String table, String column) throws SQLException {
        String length = first(
                connection,
                "SELECT max_length FROM \"sys\".columns WHERE object_id = ? AND name = ?",
                objectId(connection, table),
                column);
        return length == null ? null : Integer.valueOf(length);
    }

    public static String colName(Connection connection, Integer table, Integer column) throws SQLException {
        return first(
                connection, "SELECT name FROM \"sys\".columns WHERE object_id = ? AND column_id = ?", table, column);
    }

    /** Texts count as nvarchar here: the database underneath has one kind of text only. */
    public static Long dataLength(Value value) {
        if (value == null || value == ValueNull.INSTANCE) {
            return null;
        }
        return switch (value.getValueType()) {
            case Value.BOOLEAN -> 1L;
            case Value.SMALLINT -> 2L;
            case Value.INTEGER, Value.REAL -> 4L;
            case Value.BIGINT, Value.DOUBLE, Value.TIMESTAMP -> 8L;
            case Value.DATE -> 3L;
            case Value.TIME -> 5L;
            case Value.TIMESTAMP_TZ -> 10L;
            case Value.UUID -> 16L;
            case Value.NUMERIC ->
                (long) SqlType.decimal(Math.min(38, value.getBigDecimal().precision()), 0)
                        .decimalBytes();
            case Value.CHAR, Value.VARCHAR, Value.VARCHAR_IGNORECASE, Value.CLOB -> 2 * value.charLength();
            default -> value.octetLength();
        };
    }

    /** Another number than SQL Server's, as equal for equal values. */
    public static Integer checksum(Value... values) {
        return Arrays.hashCode(values);
    }

    public static String quoteName(String name) {
        return name == null ? null : "[" + name.replace("]", "]]") + "]";
    }

    public static Integer databaseId(Connection connection) {
        return 5;
    }

    public static Integer databaseId(Connection connection, String name) throws SQLException {
        return name != null && name.equalsIgnoreCase(databaseName(connection)) ? 5 : null;
    }

    public static String databaseName(Connection connection) throws SQLException {
        return first(connection, "SELECT CAST(@DATABASE AS VARCHAR)");
    }

    public static String databaseName(Connection connection, Integer id) throws SQLException {
        return databaseName(connection);
    }

    public static String serverProperty(String property) {
        return switch (property.toUpperCase(Locale.ROOT)) {
            case "PRODUCTVERSION" -> ServerVersion.NUMBER;
            case "PRODUCTMAJORVERSION" -> "16";
            case "PRODUCTLEVEL" -> "RTM";
            case "EDITION" -> "Developer Edition (64-bit)";
            case "ENGINEEDITION" -> "3";
            case "COLLATION" -> "SQL_Latin1_General_CP1_CI_AS";
            case "SERVERNAME", "MACHINENAME" -> "SLUICE";
            case "ISINTEGRATEDSECURITYONLY", "ISHADRENABLED", "ISCLUSTERED" -> "0";
            default -> null;
        };
    }

    public static String databaseProperty(String database, String property) {
        return switch (property.toUpperCase(Locale.ROOT)) {
            case "UPDATEABILITY" -> "READ_WRITE";
            case "COLLATION" -> "SQL_Latin1_General_CP1_CI_AS";
            case "STATUS" -> "ONLINE";
            case "EDITION" -> "Developer";
            default -> null;
        };
    }

    /** All collations here have the code page of Western Europe. */
    public static String collationProperty(String collation, String property) {
        return property.equalsIgnoreCase("CodePage") ? "1252" : null;
    }

    public static Integer hasPermission(String securable, String kind, String permission) {
        return 1;
    }

    public static Integer isMember(String role) {
        return 1;
    }

    /** Of a table, by its physical name. */
    public static Long rows(Connection connection, String physical) throws SQLException {
        return Long.valueOf(first(connection, "SELECT COUNT(*) FROM \"data\"." + physical));
    }

    private static String first(Connection connection, String sql, Object... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            try (ResultSet result = statement.executeQuery()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }
}
