package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Key;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.h2.api.ErrorCode;

/** The errors that SQL Server has for H2's. */
final class H2Errors {
    private static final Pattern PHYSICAL = Pattern.compile("\"?data\"?\\.\"?(T\\d+)\"?");
    private static final Pattern VALUES = Pattern.compile("\\( /\\*.*?\\*/ (.*?) ?\\)\";", Pattern.DOTALL);
    private static final Pattern KEY_COLUMNS = Pattern.compile("ON data\\.T\\d+\\(([^)]*)\\)");
    private static final Pattern COLUMN = Pattern.compile("\"([^\"]+)\"");

    private H2Errors() {}

    static ServerError translate(SQLException error, Database database, Connection connection) {
        String text = String.valueOf(error.getMessage());
        return switch (error.getErrorCode()) {
            case ErrorCode.DUPLICATE_KEY_1 -> duplicate(text, database, connection);
            case ErrorCode.NULL_NOT_ALLOWED ->
                new ServerError(
                        515,
                        2,
                        16,
                        "Cannot insert the value NULL into column '" + column(text) + "', table '" + database.name()
                                + "'; column does not allow nulls. INSERT fails.");
            case ErrorCode.VALUE_TOO_LONG_2 ->
                ServerError.of(
                        2628,
                        "String or binary data would be truncated in table of database '" + database.name()
                                + "', column '" + column(text) + "'.");
            case ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_1, ErrorCode.NUMERIC_VALUE_OUT_OF_RANGE_2 ->
                new ServerError(8115, 2, 16, "Arithmetic overflow error converting expression to data type numeric.");
            case ErrorCode.DATA_CONVERSION_ERROR_1 ->
                ServerError.of(245, "Conversion failed when converting the value " + quoted(text) + ".");
            case ErrorCode.INVALID_DATETIME_CONSTANT_2 ->
                ServerError.of(241, "Conversion failed when converting date and/or time from character string.");
            case ErrorCode.DIVISION_BY_ZERO_1 -> ServerError.of(8134, "Divide by zero error encountered.");
            case ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_WITH_CANDIDATES_2,
                    ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1 ->
                ServerError.of(208, "Invalid object name '" + column(text) + "'.");
            case ErrorCode.COLUMN_NOT_FOUND_1 -> ServerError.of(207, "Invalid column name '" + column(text) + "'.");
            case ErrorCode.AMBIGUOUS_COLUMN_NAME_1 ->
                ServerError.of(209, "Ambiguous column name '" + column(text) + "'.");
            case ErrorCode.COLUMN_COUNT_DOES_NOT_MATCH ->
                ServerError.of(213, "Column name or number of supplied values does not match table definition.");
            case ErrorCode.CHECK_CONSTRAINT_VIOLATED_1, ErrorCode.CHECK_CONSTRAINT_INVALID -> check(text, database);
            case ErrorCode.LOCK_TIMEOUT_1 -> new ServerError(1222, 51, 16, "Lock request time out period exceeded.");
            case ErrorCode.DEADLOCK_1 ->
                new ServerError(
                        1205,
                        45,
                        13,
                        "Transaction was deadlocked on lock resources with another process and"
                                + " has been chosen as the deadlock victim. Rerun the transaction.");
            case ErrorCode.CONCURRENT_UPDATE_1 ->
                new ServerError(
                        3960,
                        2,
                        16,
                        "Snapshot isolation transaction aborted due to update conflict. You cannot"
                                + " use snapshot isolation to access the table directly or indirectly in database '"
                                + database.name() + "'.");
            case ErrorCode.FUNCTION_NOT_FOUND_1 ->
                new ServerError(195, 10, 15, quoted(text) + " is not a recognized built-in function name.");
            case ErrorCode.STATEMENT_WAS_CANCELED -> new ServerError(0, 1, 11, "Operation cancelled by user.");
            case ErrorCode.OUT_OF_MEMORY -> new ServerError(701, 1, 17, "There is insufficient system memory.");
            default -> ServerError.of(50000, "The test server can't do this: " + text);
        };
    }

    /** Whether a batch goes on after it, as after a violated constraint. */
    static boolean endsStatementOnly(ServerError error) {
        return switch (error.number()) {
            case 2627, 2601, 515, 547 -> true;
            default -> false;
        };
    }

    /** Whether the transaction is gone with it. */
    static boolean endsTransaction(ServerError error) {
        return error.number() == 1205 || error.number() == 3960;
    }

    private static ServerError duplicate(String text, Database database, Connection connection) {
        Matcher physical = PHYSICAL.matcher(text);
        TableDefinition definition = physical.find() ? database.definition(physical.group(1)) : null;
        String table = physical.hasMatch() ? Catalog.nameOf(connection, physical.group(1)) : "?";
        Key key = definition == null ? null : violated(text, definition);
        String value = values(text, key);
        if (key != null && key.kind() == Key.Kind.INDEX) {
            return new ServerError(
                    2601,
                    1,
                    14,
                    "Cannot insert duplicate key row in object '" + table + "' with unique index '" + key.name() + "'."
                            + value);
        }
        String kind = key != null && key.kind() == Key.Kind.UNIQUE ? "UNIQUE KEY" : "PRIMARY KEY";
        return new ServerError(
                2627,
                1,
                14,
                "Violation of " + kind + " constraint '"
                        + (key == null ? "?" : key.name()) + "'. Cannot insert duplicate key in object '" + table + "'."
                        + value);
    }

    /** H2 names the table with the key's columns: {@code ON data.T1(a NULLS FIRST, b)}. */
    private static Key violated(String text, TableDefinition definition) {
        Matcher list = KEY_COLUMNS.matcher(text);
        List<String> columns = list.find() ? List.of(list.group(1).split(", ")) : List.of();
        return definition.keys().stream()
                .filter(key -> key.unique() && key.columns().size() == columns.size())
                .filter(key -> IntStream.range(0, columns.size())
                        .allMatch(i -> columns.get(i)
                                .replace("\"", "")
                                .replaceFirst(" (ASC|DESC|NULLS).*", "")
                                .equalsIgnoreCase(key.columns().get(i).name())))
                .findFirst()
                .orElse(null);
    }

    /** The values of the key: H2 has the whole row where the primary key is its row number. */
    private static String values(String text, Key key) {
        Matcher values = VALUES.matcher(text);
        if (!values.find() || key == null) {
            return "";
        }
        String shown = key.columns().size() == 1 && text.contains("/* key:")
                ? values.group(1).replaceFirst(",.*", "")
                : values.group(1);
        return " The duplicate key value is (" + shown.replace("'", "") + ").";
    }

    private static ServerError check(String text, Database database) {
        return new ServerError(
                547,
                0,
                16,
                "The INSERT or UPDATE statement conflicted with a CHECK constraint in" + " database \""
                        + database.name() + "\": " + quoted(text));
    }

    private static String column(String text) {
        Matcher matcher = COLUMN.matcher(text);
        if (!matcher.find()) {
            return "?";
        }
        String name = matcher.group(1);
        String unqualified = name.substring(name.lastIndexOf('.') + 1);
        int space = unqualified.indexOf(" CHAR");
        return space < 0 ? unqualified : unqualified.substring(0, space);
    }

    private static String quoted(String text) {
        int end = text.indexOf(';');
        String line = end < 0 ? text : text.substring(0, end);
        int quote = line.indexOf('"');
        return quote < 0 ? line : "'" + line.substring(quote + 1).replace("\"", "") + "'";
    }
}
