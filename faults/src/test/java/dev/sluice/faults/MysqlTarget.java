package dev.sluice.faults;

import dev.sluice.testkit.mysql.TestingMysqlDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The table {@code target} of MySQL, in a database of its own. */
final class MysqlTarget implements Target {
    private final TestingMysqlDatabase database;
    private final Judge judge;

    MysqlTarget(TestingMysqlDatabase database) throws SQLException {
        this.database = database;
        this.judge = new Judge(() -> DriverManager.getConnection(
                database.jdbcUrl() + "&sessionVariables=group_concat_max_len=10000000",
                database.user(),
                database.password()));
    }

    @Override
    public String fingerprint() throws SQLException {
        return judge.mysqlFingerprint("target");
    }

    @Override
    public List<String> leftovers() throws SQLException {
        return judge
                .query("SELECT table_name FROM information_schema.tables WHERE table_schema = database()"
                        + " AND table_name LIKE '\\_sluice\\_%' AND table_name <> '_sluice_state'")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @Override
    public void awaitIdle() throws SQLException, InterruptedException {
        while (!judge.text("SELECT count(*) FROM information_schema.processlist WHERE db = database()"
                        + " AND id <> connection_id()")
                .equals("0")) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws SQLException {
        judge.close();
        database.close();
    }
}
