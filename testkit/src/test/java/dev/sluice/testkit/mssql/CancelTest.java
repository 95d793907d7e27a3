package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class CancelTest {
    private static final String ENDLESS = "SELECT a.name FROM sys.types a, sys.types b, sys.types c, sys.types d,"
            + " sys.types e, sys.types f, sys.types g";

    private SqlServerDatabase database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = TestingSqlServer.shared().createDatabase();
        connection = database.connect();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void ends_a_waiting_statement() throws Exception {
        assertCancelled("WAITFOR DELAY '00:01:00'");
    }

    @Test
    void ends_a_computing_statement() throws Exception {
        assertCancelled(ENDLESS.replace("a.name", "COUNT_BIG(*)"));
    }

    private void assertCancelled(String sql) throws Exception {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Void> cancel = CompletableFuture.runAsync(
                    () -> {
                        try {
                            statement.cancel();
                        } catch (SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));
            long start = System.nanoTime();
            SQLException error = catchThrowableOfType(SQLException.class, () -> statement.execute(sql));
            assertThat(error.getMessage()).containsIgnoringCase("cancel");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
            cancel.get();
        }
        assertUsable();
    }

    @Test
    void ends_a_result_that_is_not_read_to_its_end() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ENDLESS)) {
            for (int i = 0; i < 10_000; i++) {
                assertThat(result.next()).isTrue();
            }
            statement.cancel();
        }
        assertUsable();
    }

    @Test
    void ends_a_statement_that_takes_too_long() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            SQLException error =
                    catchThrowableOfType(SQLException.class, () -> statement.execute("WAITFOR DELAY '00:01:00'"));
            assertThat(error.getMessage()).contains("timed out");
        }
        assertUsable();
    }

    private void assertUsable() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT 1")) {
            assertThat(result.next()).isTrue();
        }
    }
}
