package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The yardstick for files: {@code DuckDbQuery THREADS SQL} prints the seconds that DuckDB takes for a statement, without
 * the start of the JVM and the loading of the library.
 */
public final class DuckDbQuery {
    private DuckDbQuery() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Integer.parseInt(arguments[0]));
            long start = System.nanoTime();
            statement.execute(arguments[1]);
            System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
        }
    }
}
