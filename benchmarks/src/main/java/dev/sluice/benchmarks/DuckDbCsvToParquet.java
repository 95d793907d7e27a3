package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;

/**
 * The yardstick for CSV to Parquet: {@code DuckDbCsvToParquet FROM TO THREADS} prints the seconds that DuckDB's query
 * takes, without the start of the JVM and the loading of the library.
 */
public final class DuckDbCsvToParquet {
    private DuckDbCsvToParquet() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET threads = " + Integer.parseInt(arguments[2]));
            long start = System.nanoTime();
            statement.execute("COPY (SELECT * FROM read_csv(" + literal(arguments[0]) + ")) TO " + literal(arguments[1])
                    + " (FORMAT parquet, COMPRESSION snappy)");
            System.out.printf(Locale.ROOT, "%.3f%n", (System.nanoTime() - start) / 1e9);
        }
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
