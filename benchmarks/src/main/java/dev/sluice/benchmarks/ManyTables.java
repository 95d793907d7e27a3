package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Creates tables of ten columns with a key: {@code ManyTables JDBC_URL USER PASSWORD COUNT}. */
public final class ManyTables {
    private static final String COLUMNS =
            "id INTEGER NOT NULL PRIMARY KEY, customer INTEGER NOT NULL, total DECIMAL(12,2), tax DECIMAL(12,2), note"
                    + " VARCHAR(200), city VARCHAR(60), day DATE, created TIMESTAMP, rate FLOAT, quantity SMALLINT";

    private static final int TABLES_PER_TRANSACTION = 100;

    private ManyTables() {}

    public static void main(String[] arguments) throws SQLException {
        boolean sqlServer = arguments[0].startsWith("jdbc:sqlserver:");
        // a timestamp of SQL Server is a row's version
        String columns = sqlServer ? COLUMNS.replace("TIMESTAMP", "DATETIME2(6)") : COLUMNS;
        int count = Integer.parseInt(arguments[3]);
        try (Connection connection = DriverManager.getConnection(arguments[0], arguments[1], arguments[2]);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 0; i < count; i++) {
                statement.execute("CREATE TABLE orders_%05d (%s)".formatted(i, columns));
                if (i % TABLES_PER_TRANSACTION == 0) {
                    connection.commit();
                }
            }
            connection.commit();
        }
    }
}
