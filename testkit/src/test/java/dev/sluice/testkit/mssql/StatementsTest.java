package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatementsTest {
    private SqlServerDatabase database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = TestingSqlServer.shared().createDatabase();
        connection = database.connect();
        execute("CREATE TABLE dbo.t (id INT NOT NULL, name NVARCHAR(20) NULL, CONSTRAINT pk_t PRIMARY KEY (id))");
        execute("INSERT INTO dbo.t (id, name) VALUES (1, N'one'), (2, N'two'), (3, NULL)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT TOP (2) id FROM t ORDER BY id DESC | 3,2",
                "SELECT id FROM [dbo].[t] WITH (NOLOCK) WHERE [id] > 1 ORDER BY id OFFSET 1 ROWS FETCH NEXT 5 ROWS"
                        + " ONLY | 3",
                "SELECT COUNT_BIG(*) FROM t | 3",
                "SELECT MIN(id) + MAX(id) FROM dbo.t | 4",
                "SELECT ISNULL(name, N'none') + N'!' FROM t WHERE id = 3 | none!",
                "SELECT CONVERT(NVARCHAR(10), id) FROM t WHERE name = N'two' | 2",
                "SELECT DATALENGTH(name) FROM t WHERE id = 1 | 6",
                "SELECT LEN(N'ab  ') | 2",
                "SELECT IIF(id % 2 = 0, 'even', 'odd') FROM t ORDER BY id | odd,even,odd",
                "SELECT CASE WHEN name IS NULL THEN 1 ELSE 0 END FROM t ORDER BY id | 0,0,1",
                "WITH numbers AS (SELECT id FROM t WHERE id < 3) SELECT id FROM numbers ORDER BY id | 1,2",
                "SELECT a.id FROM dbo.t a JOIN dbo.t AS b ON a.id = b.id + 1 ORDER BY dbo.a.id | 2,3",
                "SELECT x.id FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY id DESC) AS n FROM t) AS x WHERE x.n = 1 | 3",
                "DECLARE @a INT = 2; SELECT name FROM t WHERE id = @a | two",
                "IF OBJECT_ID(N'dbo.t', N'U') IS NULL SELECT 0 ELSE SELECT 1 | 1",
                "SELECT id FROM t WHERE id = 1 UNION ALL SELECT id FROM t WHERE id = 2 ORDER BY id | 1,2",
                "SELECT id FROM t WITH (UPDLOCK, ROWLOCK) WHERE name COLLATE Latin1_General_BIN2 = N'two' | 2",
                "SELECT MAX(id) FROM (SELECT id, NTILE(2) OVER (ORDER BY id) AS n FROM t) AS x GROUP BY n ORDER BY n |"
                        + " 2,3",
                "SELECT LEFT(name, 2) FROM t WHERE id < 3 ORDER BY id | on,tw",
                "SELECT STRING_AGG(name, N'-') FROM t WHERE id = 1 | one",
                "SELECT DB_ID() - DB_ID() | 0",
                "SELECT CAST(SERVERPROPERTY('EngineEdition') AS INT) | 3"
            })
    void runs_queries_of_t_sql(String sql, String expected) throws SQLException {
        assertThat(String.join(",", column(sql))).isEqualTo(expected);
        assertThat(database.server().rejectedStatements()).doesNotContain(sql);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "SELECT * FROM nowhere | 208",
                "SELECT nothing FROM t | 207",
                "INSERT INTO t (id) VALUES (1) | 2627",
                "INSERT INTO t (id) VALUES (NULL) | 515",
                "INSERT INTO t (id, name) VALUES (4, N'123456789012345678901') | 2628",
                "SELECT CAST(N'x' AS INT) | 245",
                "SELECT CAST(N'x' AS DATE) | 241",
                "SELECT CAST(1 AS NUMBER) | 243",
                "SELECT 1 / 0 | 8134",
                "CREATE TABLE u (a VARCHAR2(10)) | 2715",
                "CREATE TABLE t (a INT) | 2714",
                "CREATE TABLE nowhere.t (a INT) | 2760",
                "DROP TABLE nowhere | 3701",
                "SELECT id FROM t LIMIT 1 | 102",
                "SELECT FROM t WHERE | 102",
                "EXEC sp_nothing | 2812",
                "COMMIT TRANSACTION | 3902",
                "SELECT @nothing | 137"
            })
    void answers_mistakes_with_the_numbers_of_sql_server(String sql, int number) {
        SQLException error = catchThrowableOfType(SQLException.class, () -> execute(sql));
        assertThat(error.getErrorCode()).as(error.getMessage()).isEqualTo(number);
    }

    @Test
    void keeps_statements_that_are_no_t_sql() {
        assertThat(number("SELECT id FROM t LIMIT 7")).isEqualTo(102);
        assertThat(database.server().rejectedStatements()).contains("SELECT id FROM t LIMIT 7");
    }

    @Test
    void names_the_duplicate_key() {
        SQLException error =
                catchThrowableOfType(SQLException.class, () -> execute("INSERT INTO t (id, name) VALUES (2, N'x')"));
        assertThat(error.getMessage())
                .isEqualTo("Violation of PRIMARY KEY constraint 'pk_t'. Cannot insert duplicate key in object 'dbo.t'."
                        + " The duplicate key value is (2).");
    }

    @Test
    void answers_several_results_and_counts() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(statement.execute("SELECT id FROM t ORDER BY id; UPDATE t SET name = N'x' WHERE id < 3"
                            + " DELETE FROM t WHERE id = 3 SELECT name FROM t"))
                    .isTrue();
            assertThat(column(statement.getResultSet())).containsExactly("1", "2", "3");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(2);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isOne();
            assertThat(statement.getMoreResults()).isTrue();
            assertThat(column(statement.getResultSet())).containsExactly("x", "x");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
    }

    @Test
    void runs_one_prepared_statement_many_times() throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT name FROM t WHERE id >= ? AND id < ?")) {
            for (int i = 0; i < 6; i++) {
                query.setInt(1, 2);
                query.setLong(2, 3);
                try (ResultSet result = query.executeQuery()) {
                    assertThat(column(result)).containsExactly("two");
                }
            }
        }
    }

    @Test
    void runs_batches_of_parameters() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t (id, name) VALUES (?, ?)")) {
            for (int i = 10; i < 110; i++) {
                insert.setInt(1, i);
                insert.setString(2, "n" + i);
                insert.addBatch();
            }
            assertThat(insert.executeBatch()).hasSize(100).containsOnly(1);
        }
        assertThat(column("SELECT COUNT(*) FROM t")).containsExactly("103");
    }

    @Test
    void makes_identities_and_computed_columns_and_row_versions() throws SQLException {
        execute("CREATE TABLE i (id INT IDENTITY(10, 5) PRIMARY KEY, v VARCHAR(10) DEFAULT 'd', c AS (id * 2),"
                + " r ROWVERSION)");
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO i (v) VALUES ('a')", Statement.RETURN_GENERATED_KEYS);
            assertThat(column(statement.getGeneratedKeys())).containsExactly("10");
        }
        execute("INSERT INTO i WITH (TABLOCK) VALUES ('b')");
        execute("INSERT INTO i DEFAULT VALUES");
        assertThat(column("SELECT v FROM i ORDER BY id")).containsExactly("a", "b", "d");
        assertThat(column("SELECT c FROM i ORDER BY id")).containsExactly("20", "30", "40");
        List<String> before = column("SELECT CAST(r AS BIGINT) FROM i ORDER BY id");
        execute("UPDATE i SET v = 'z' WHERE id = 10");
        List<String> after = column("SELECT CAST(r AS BIGINT) FROM i ORDER BY id");
        assertThat(Long.parseLong(after.getFirst())).isGreaterThan(Long.parseLong(before.getLast()));
        assertThat(number("INSERT INTO i (id) VALUES (1)")).isEqualTo(544);
        assertThat(number("INSERT INTO i (c) VALUES (1)")).isEqualTo(271);
        assertThat(number("INSERT INTO i (r) VALUES (0x01)")).isEqualTo(273);
        execute("SET IDENTITY_INSERT i ON INSERT INTO i (id) VALUES (1) SET IDENTITY_INSERT i OFF");
        assertThat(column("SELECT MIN(id) FROM i")).containsExactly("1");
    }

    @Test
    void merges() throws SQLException {
        execute("CREATE TABLE s (id INT NOT NULL, name NVARCHAR(20)); INSERT INTO s VALUES (2, N'zwei'), (9, N'neun')");
        execute("MERGE INTO dbo.t WITH (HOLDLOCK) AS d USING dbo.s AS s ON d.id = s.id"
                + " WHEN MATCHED THEN UPDATE SET name = s.name"
                + " WHEN NOT MATCHED BY TARGET THEN INSERT (id, name) VALUES (s.id, s.name);");
        assertThat(column("SELECT name FROM t ORDER BY id")).containsExactly("one", "zwei", null, "neun");
    }

    private int number(String sql) {
        return catchThrowableOfType(SQLException.class, () -> execute(sql)).getErrorCode();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return column(statement.executeQuery(sql));
        }
    }

    private static List<String> column(ResultSet result) throws SQLException {
        List<String> values = new ArrayList<>();
        while (result.next()) {
            values.add(result.getString(1));
        }
        return values;
    }
}
