package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class StreamingTest {
    @Test
    void sends_a_million_rows_while_it_reads_them() throws SQLException {
        try (SqlServerDatabase database = TestingSqlServer.shared().createDatabase()) {
            database.execute(
                    "CREATE TABLE ten (n INT NOT NULL)",
                    "INSERT INTO ten VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
            String million = " FROM ten a, ten b, ten c, ten d, ten e, ten f";
            String wide = "SELECT a.n, REPLICATE(N'x', 3000) AS pad" + million;
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(wide)) {
                // 6 GB of text: more than the JVM has, were it kept before the first row is sent
                for (int i = 0; i < 20_000; i++) {
                    assertThat(result.next()).isTrue();
                }
                // else the driver reads what is left
                statement.cancel();
            }
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT a.n, b.n * 10 + c.n" + million)) {
                long rows = 0;
                while (result.next()) {
                    rows++;
                }
                assertThat(rows).isEqualTo(1_000_000);
            }
        }
    }
}
