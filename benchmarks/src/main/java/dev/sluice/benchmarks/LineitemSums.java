package dev.sluice.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether a CSV file, a table of MySQL and a Parquet file hold the same lineitem: {@code LineitemSums CSV PARQUET}, the
 * table by the variables of MySQL's client. DuckDB sums up the files and the server its table; Sluice has no part in it.
 * Ends with 1 where they differ.
 */
public final class LineitemSums {
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        List.of("l_orderkey", "l_partkey", "l_suppkey").forEach(name -> COLUMNS.put(name, "BIGINT"));
        COLUMNS.put("l_linenumber", "INTEGER");
        List.of("l_quantity", "l_extendedprice", "l_discount", "l_tax")
                .forEach(name -> COLUMNS.put(name, "DECIMAL(15,2)"));
        List.of("l_returnflag", "l_linestatus").forEach(name -> COLUMNS.put(name, "VARCHAR"));
        List.of("l_shipdate", "l_commitdate", "l_receiptdate").forEach(name -> COLUMNS.put(name, "DATE"));
        List.of("l_shipinstruct", "l_shipmode", "l_comment").forEach(name -> COLUMNS.put(name, "VARCHAR"));
    }

    /** What the two products say differently: days since 1970 of %s, and the first 32 bits of the SHA-256 of %s. */
    private enum Product {
        DUCKDB("date_diff('day', DATE '1970-01-01', %s)", "('0x' || left(sha256(%s), 8))::BIGINT"),
        MYSQL("datediff(%s, '1970-01-01')", "cast(conv(left(sha2(%s, 256), 8), 16, 10) as unsigned)");

        private final String days;
        private final String hash;

        Product(String days, String hash) {
            this.days = days;
            this.hash = hash;
        }

        String query(String from) {
            List<String> sums = new ArrayList<>(List.of("count(*)"));
            COLUMNS.forEach((name, type) -> sums.add("sum(" + number(name, type) + ")"));
            sums.add("sum(" + hash.formatted("concat_ws('|', " + String.join(", ", COLUMNS.keySet()) + ")") + ")");
            return "SELECT " + String.join(", ", sums) + " FROM " + from;
        }

        private String number(String name, String type) {
            return switch (type) {
                case "VARCHAR" -> hash.formatted(name);
                case "DATE" -> days.formatted(name);
                default -> name;
            };
        }
    }

    private LineitemSums() {}

    public static void main(String[] arguments) throws SQLException {
        String columns = COLUMNS.entrySet().stream()
                .map(column -> "'" + column.getKey() + "': '" + column.getValue() + "'")
                .collect(Collectors.joining(", ", "{", "}"));
        List<String> csv;
        List<String> parquet;
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:")) {
            csv = sums(duckDb, Product.DUCKDB, "read_csv('" + arguments[0] + "', columns = " + columns + ")");
            parquet = sums(duckDb, Product.DUCKDB, "'" + arguments[1] + "'");
        }
        List<String> table;
        try (Connection server = mysql()) {
            table = sums(server, Product.MYSQL, "lineitem");
        }
        System.exit(print(csv, table, parquet) ? 0 : 1);
    }

    private static Connection mysql() throws SQLException {
        String url = "jdbc:mariadb://" + System.getenv("MYSQL_HOST") + ":" + System.getenv("MYSQL_TCP_PORT") + "/"
                + System.getenv("MYSQL_DATABASE") + "?allowPublicKeyRetrieval=true&sslMode=disable";
        return DriverManager.getConnection(url, System.getenv("MYSQL_USER"), System.getenv("MYSQL_PWD"));
    }

    private static List<String> sums(Connection connection, Product product, String from) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(product.query(from))) {
            result.next();
            List<String> sums = new ArrayList<>();
            for (int i = 1; i <= COLUMNS.size() + 2; i++) {
                sums.add(result.getString(i));
            }
            return sums;
        }
    }

    private static boolean print(List<String> csv, List<String> table, List<String> parquet) {
        List<String> names = new ArrayList<>(List.of("rows"));
        names.addAll(COLUMNS.keySet());
        names.add("whole rows");
        System.out.printf("%-16s %22s %22s %22s%n", "", "CSV (DuckDB)", "table (server)", "Parquet (DuckDB)");
        for (int i = 0; i < names.size(); i++) {
            boolean same = csv.get(i).equals(table.get(i)) && csv.get(i).equals(parquet.get(i));
            System.out.printf(
                    "%-16s %22s %22s %22s  %s%n",
                    names.get(i), csv.get(i), table.get(i), parquet.get(i), same ? "same" : "DIFFERENT");
        }
        boolean same = csv.equals(table) && csv.equals(parquet);
        System.out.println(same ? "all the same" : "they differ");
        return same;
    }
}
