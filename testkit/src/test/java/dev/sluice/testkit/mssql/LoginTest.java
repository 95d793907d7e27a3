package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoginTest {
    private final TestingSqlServer server = TestingSqlServer.shared();

    @Test
    void lets_in_who_knows_the_password() throws SQLException {
        try (Connection connection = server.connect()) {
            assertThat(connection.isValid(5)).isTrue();
            assertThat(connection.getCatalog()).isEqualTo("master");
            assertThat(connection.getMetaData().getDatabaseMajorVersion()).isGreaterThanOrEqualTo(13);
        }
    }

    @Test
    void refuses_a_wrong_password_with_error_18456() {
        SQLException error = catchThrowableOfType(
                SQLException.class, () -> DriverManager.getConnection(server.jdbcUrl(), server.user(), "wrong"));
        assertThat(error.getErrorCode()).isEqualTo(18456);
        assertThat(error.getMessage()).contains("Login failed for user '" + server.user() + "'");
    }

    @Test
    void refuses_an_unknown_database_with_error_4060() {
        SQLException error = catchThrowableOfType(
                SQLException.class,
                () -> DriverManager.getConnection(server.url("nowhere"), server.user(), server.password()));
        assertThat(error.getErrorCode()).isEqualTo(4060);
        assertThat(error.getMessage()).contains("nowhere");
    }

    @Test
    void lets_in_a_login_that_was_created() throws SQLException {
        try (SqlServerDatabase database = server.createDatabase()) {
            database.execute(
                    "CREATE LOGIN reader_of_tests WITH PASSWORD = 'Correct-horse-1'",
                    "CREATE USER reader_of_tests FOR LOGIN reader_of_tests");
            try (Connection connection =
                    DriverManager.getConnection(database.jdbcUrl(), "reader_of_tests", "Correct-horse-1")) {
                assertThat(connection.getCatalog()).isEqualTo(database.name());
            }
            database.execute("DROP USER reader_of_tests", "DROP LOGIN reader_of_tests");
        }
    }

    @Test
    void serves_many_connections_at_once() throws SQLException {
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < 40; i++) {
                connections.add(server.connect());
            }
            for (Connection connection : connections) {
                assertThat(connection.isValid(5)).isTrue();
            }
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void reads_a_server_from_a_url() {
        TestingSqlServer named =
                TestingSqlServer.ofUrl("jdbc:sqlserver://db.example:1444;user=me;password=x=y;encrypt=true");
        assertThat(List.of(named.host(), named.user(), named.password())).containsExactly("db.example", "me", "x=y");
        assertThat(named.port()).isEqualTo(1444);
        assertThat(named.jdbcUrl()).isEqualTo("jdbc:sqlserver://db.example:1444;databaseName=master;encrypt=true");
    }
}
