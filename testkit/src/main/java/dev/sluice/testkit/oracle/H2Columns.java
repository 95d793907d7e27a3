package dev.sluice.testkit.oracle;

import java.lang.reflect.Proxy;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Locale;

/** H2's types under the names that Oracle's driver has for them. */
final class H2Columns {
    private static final int NO_SCALE = -127;

    private H2Columns() {}

    static ResultSetMetaData asOracle(ResultSetMetaData h2) {
        return (ResultSetMetaData) Proxy.newProxyInstance(
                ResultSetMetaData.class.getClassLoader(),
                new Class<?>[] {ResultSetMetaData.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getColumnTypeName" -> name(h2, (int) arguments[0]);
                    case "getPrecision" ->
                        isUnbounded(h2, (int) arguments[0]) ? 0 : h2.getPrecision((int) arguments[0]);
                    case "getScale" -> isUnbounded(h2, (int) arguments[0]) ? NO_SCALE : h2.getScale((int) arguments[0]);
                    default -> method.invoke(h2, arguments);
                });
    }

    private static boolean isUnbounded(ResultSetMetaData h2, int column) throws SQLException {
        return h2.getColumnTypeName(column).toUpperCase(Locale.ROOT).equals("DECFLOAT");
    }

    private static String name(ResultSetMetaData h2, int column) throws SQLException {
        String name = h2.getColumnTypeName(column).toUpperCase(Locale.ROOT);
        return switch (name) {
            case "NUMERIC", "DECFLOAT", "INTEGER", "BIGINT" -> "NUMBER";
            case "CHARACTER VARYING" -> "VARCHAR2";
            case "CHARACTER" -> "CHAR";
            case "CHARACTER LARGE OBJECT" -> "CLOB";
            case "BINARY LARGE OBJECT" -> "BLOB";
            case "BINARY VARYING" -> "RAW";
            case "REAL" -> "BINARY_FLOAT";
            case "DOUBLE PRECISION" -> "BINARY_DOUBLE";
            case "TIMESTAMP" -> h2.getScale(column) == 0 ? "DATE" : "TIMESTAMP";
            default -> name;
        };
    }
}
