package dev.sluice.testkit.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.testkit.server.KilledProcess;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestingPostgresTest {
    @Test
    void everyClassGetsAnEmptyDatabaseOfItsOwn() {
        try (TestingDatabase first = TestingPostgres.shared().createDatabase();
                TestingDatabase second = TestingPostgres.shared().createDatabase()) {
            first.execute("create table t (n int)", "insert into t values (7)");

            assertThat(first.query("select n from t")).containsExactly(List.of("7"));
            assertThat(second.query("select * from pg_tables where tablename = 't'"))
                    .isEmpty();
        }
    }

    @Test
    void aWrongPasswordIsRefused() {
        TestingPostgres server = TestingPostgres.shared();
        server.createRole("clerk", "right");

        assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), "clerk", "wrong"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }

    @Test
    void aKilledTestProcessLeavesNoServerBehind() throws Exception {
        int port = KilledProcess.portOf(ServerHolder.class);

        assertThatThrownBy(() -> DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres"))
                .isInstanceOf(SQLException.class);
    }

    static final class ServerHolder {
        public static void main(String[] arguments) throws Exception {
            System.out.println(EmbeddedPostgres.start().port());
            Thread.sleep(Duration.ofMinutes(2));
        }
    }
}
