package dev.sluice.faults;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A connection that counts, hashes and lists; never one of the program's. */
final class Judge implements AutoCloseable {
    /** A row as a text, in PostgreSQL, DuckDB and SQLite. */
    private static final String ROW = "id || '|' || version || '|' || coalesce(name, '~') || '|' || amount";

    private static final String ALL_ROWS = "coalesce(string_agg(" + ROW + ", ',' ORDER BY id, version), '')";

    private static final int PATIENCE_SECONDS = 10;

    private final Connecting connecting;
    private Connection connection;

    /** Opens a connection. */
    interface Connecting {
        Connection connect() throws SQLException;
    }

    /** Connects anew when its server was restarted. */
    Judge(Connecting connecting) throws SQLException {
        this.connecting = connecting;
        this.connection = connecting.connect();
    }

    static Judge duckDb() throws SQLException {
        return new Judge(() -> DriverManager.getConnection("jdbc:duckdb:"));
    }

    private Statement statement() throws SQLException {
        if (!connection.isValid(PATIENCE_SECONDS)) {
            connection.close();
            connection = connecting.connect();
        }
        return connection.createStatement();
    }

    List<List<String>> query(String sql) throws SQLException {
        try (Statement statement = statement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<String>> rows = new ArrayList<>();
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    void execute(String... statements) throws SQLException {
        try (Statement statement = statement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    String text(String sql) throws SQLException {
        return String.join(" ", query(sql).getFirst());
    }

    /** Of a table of PostgreSQL. */
    String postgresFingerprint(String table) throws SQLException {
        return text("SELECT count(*), encode(sha256(convert_to(" + ALL_ROWS + ", 'UTF8')), 'hex') FROM " + table);
    }

    /** Of what DuckDB can read. */
    String duckDbFingerprint(String from) throws SQLException {
        return text("SELECT count(*), sha256(" + ALL_ROWS + ") FROM " + from);
    }

    /** Of a table of MySQL, in a session whose group_concat_max_len is large. */
    String mysqlFingerprint(String table) throws SQLException {
        return text(
                "SELECT count(*), sha2(coalesce(group_concat(concat(id, '|', version, '|', coalesce(name, '~'), '|',"
                        + " amount) ORDER BY id, version SEPARATOR ','), ''), 256) FROM " + table);
    }

    /** Of a table of SQLite, which puts the rows together and leaves the hash to us. */
    String sqliteFingerprint(String table) throws SQLException {
        List<String> row = query("SELECT count(*), coalesce(group_concat(r, ','), '') FROM (SELECT " + ROW
                        + " AS r FROM " + table + " ORDER BY id, version)")
                .getFirst();
        return row.getFirst() + " " + Sha256.of(row.getLast());
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
