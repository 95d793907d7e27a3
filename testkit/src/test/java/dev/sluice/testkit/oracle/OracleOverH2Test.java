package dev.sluice.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleOverH2Test {
    private final OracleOverH2 database = OracleOverH2.create(19);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELEC 1 FROM dual",
                "SELECT 1",
                "SELECT a FROM t LIMIT 1",
                "SELECT a FROM (SELECT 1 AS a FROM dual) AS t",
                "INSERT INTO t VALUES (1), (2)",
                "DROP TABLE IF EXISTS t",
                "SELECT a FROM t AS OF SCN",
                "UPDATE t SET a = 1 LIMIT 1",
                "RENAME TABLE a TO b",
                "SELECT \"a FROM t"
            })
    void whatIsNotOraclesSqlIsRefused(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            e -> assertThat(e.getErrorCode()).isEqualTo(900));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "19 | BOOLEAN | has no type BOOLEAN",
                "21 | BOOLEAN | has no type BOOLEAN",
                "19 | JSON | has no type JSON",
                "23 | TEXT | has no type TEXT",
                "23 | BIGINT | has no type BIGINT",
                "23 | VARCHAR2 | needs a length",
                "19 | VARCHAR2(4001 CHAR) | more than 4000",
                "19 | NUMBER(39) | more than 38",
                "19 | RAW(2001) | more than 2000"
            })
    void typesThatAVersionDoesNotHaveAreRefused(int version, String type, String problem) {
        assertThat(OracleTypeNames.problem("CREATE TABLE \"t, (\" (\n  \"a, b\" " + type + " NOT NULL\n)", version))
                .hasValueSatisfying(found -> assertThat(found).contains(problem));
    }

    @Test
    void typesThatAVersionHasAreTaken() {
        assertThat(OracleTypeNames.problem(
                        "CREATE TABLE t (a NUMBER(10,2) NOT NULL PRIMARY KEY, b TIMESTAMP(9) WITH TIME ZONE,"
                                + " c VARCHAR2(255 CHAR) NOT NULL, d CLOB, PRIMARY KEY (a, c))",
                        19))
                .isEmpty();
    }

    @Test
    void anotherSystemChangeNumberThanTheOneThereIsIsNotRead() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a NUMBER(10))");
            assertThatThrownBy(() -> statement.executeQuery("SELECT a FROM t AS OF SCN 5"))
                    .isInstanceOf(SQLException.class);
            try (ResultSet rows = statement.executeQuery("SELECT a FROM t AS OF SCN " + OracleToH2.SCN)) {
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void errorsHaveOraclesNumbers() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a NUMBER(2) NOT NULL PRIMARY KEY)");
            assertNumber(statement, "SELECT a FROM nothing", 942);
            assertNumber(statement, "SELECT b FROM t", 904);
            assertNumber(statement, "INSERT INTO t (a) VALUES (NULL)", 1400);
            assertNumber(statement, "INSERT INTO t (a) VALUES (100)", 1438);
            statement.execute("INSERT INTO t (a) VALUES (1)");
            assertNumber(statement, "INSERT INTO t (a) VALUES (1)", 1);
        }
    }

    private static void assertNumber(Statement statement, String sql, int number) {
        assertThatThrownBy(() -> statement.execute(sql))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(number));
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", OracleOverH2.USER);
        properties.setProperty("password", OracleOverH2.PASSWORD);
        return OracleOverH2.connect(database.dsn(), properties);
    }
}
