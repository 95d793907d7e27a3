package dev.sluice.testkit.mssql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private static final int SNAPSHOT = 4096;

    private SqlServerDatabase database;
    private Connection one;
    private Connection two;

    @BeforeEach
    void connect() throws SQLException {
        database = TestingSqlServer.shared().createDatabase();
        one = database.connect();
        two = database.connect();
        execute(one, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY); INSERT INTO t VALUES (1)");
        execute(one, "CREATE TABLE staging (id INT NOT NULL); INSERT INTO staging VALUES (7), (8)");
    }

    @AfterEach
    void disconnect() throws SQLException {
        one.close();
        two.close();
        database.close();
    }

    @Test
    void shows_others_what_was_committed_only() throws SQLException {
        one.setAutoCommit(false);
        execute(one, "INSERT INTO t VALUES (2)");
        assertThat(count(one, "t")).isEqualTo(2);
        assertThat(count(two, "t")).isEqualTo(1);
        one.commit();
        assertThat(count(two, "t")).isEqualTo(2);
        execute(one, "DELETE FROM t");
        one.rollback();
        assertThat(count(one, "t")).isEqualTo(2);
    }

    @Test
    void swaps_tables_in_one_transaction() throws SQLException {
        one.setAutoCommit(false);
        swap();
        assertThat(count(one, "t")).isEqualTo(2);
        assertThat(count(two, "t")).isEqualTo(1);
        one.commit();
        assertThat(count(two, "t")).isEqualTo(2);
        assertThat(number(two, "SELECT * FROM staging")).isEqualTo(208);
    }

    @Test
    void takes_a_swap_back() throws SQLException {
        one.setAutoCommit(false);
        swap();
        execute(one, "CREATE TABLE more (id INT)");
        execute(one, "ALTER TABLE t ADD extra INT NULL");
        one.rollback();
        assertThat(count(one, "t")).isEqualTo(1);
        assertThat(count(one, "staging")).isEqualTo(2);
        assertThat(number(one, "SELECT extra FROM t")).isEqualTo(207);
        assertThat(number(one, "SELECT * FROM more")).isEqualTo(208);
    }

    private void swap() throws SQLException {
        execute(one, "EXEC sp_rename N'dbo.t', N'old'");
        execute(one, "EXEC sp_rename N'dbo.staging', N't'");
        execute(one, "DROP TABLE old");
    }

    @Test
    void rolls_back_when_the_client_is_gone() throws SQLException {
        one.setAutoCommit(false);
        execute(one, "INSERT INTO t VALUES (2)");
        one.abort(Runnable::run);
        execute(two, "INSERT INTO t VALUES (2)");
        assertThat(count(two, "t")).isEqualTo(2);
    }

    @Test
    void reads_one_snapshot() throws SQLException {
        one.setTransactionIsolation(SNAPSHOT);
        one.setAutoCommit(false);
        assertThat(count(one, "t")).isEqualTo(1);
        execute(two, "INSERT INTO t VALUES (2)");
        assertThat(count(one, "t")).isEqualTo(1);
        execute(two, "DROP TABLE t");
        assertThat(count(one, "t")).isEqualTo(1);
        one.commit();
        assertThat(number(one, "SELECT * FROM t")).isEqualTo(208);
    }

    @Test
    void refuses_a_snapshot_where_the_database_does_not_allow_it() throws SQLException {
        execute(one, "ALTER DATABASE " + database.name() + " SET ALLOW_SNAPSHOT_ISOLATION OFF");
        one.setTransactionIsolation(SNAPSHOT);
        assertThat(number(one, "SELECT * FROM t")).isEqualTo(3952);
    }

    @Test
    void ends_a_wait_for_a_lock() throws SQLException {
        one.setAutoCommit(false);
        execute(one, "UPDATE t SET id = 5");
        execute(two, "SET LOCK_TIMEOUT 200");
        assertThat(number(two, "UPDATE t SET id = 6")).isEqualTo(1222);
        one.rollback();
    }

    @Test
    void lets_one_session_have_an_application_lock() throws SQLException {
        String lock = "DECLARE @r INT; EXEC @r = sp_getapplock @Resource = N'run', @LockMode = 'Exclusive',"
                + " @LockOwner = 'Session', @LockTimeout = 0; SELECT @r";
        assertThat(first(one, lock)).isEqualTo(0);
        assertThat(first(two, lock)).isEqualTo(-1);
        one.close();
        assertThat(first(two, lock.replace("= 0;", "= 5000;"))).isEqualTo(0);
    }

    private static int count(Connection connection, String table) throws SQLException {
        return first(connection, "SELECT COUNT(*) FROM " + table);
    }

    private static int first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getInt(1);
        }
    }

    private static int number(Connection connection, String sql) {
        return catchThrowableOfType(SQLException.class, () -> execute(connection, sql))
                .getErrorCode();
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
