package dev.sluice.faults;

import dev.sluice.testkit.postgres.TestingDatabase;
import java.sql.SQLException;
import java.util.List;

/** The table {@code target} of PostgreSQL, in a database of its own. */
final class PostgresTarget implements Target {
    private static final String OTHERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            + " AND backend_type = 'client backend' AND pid <> pg_backend_pid()";
    private static final String OURS = "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p')"
            + " AND relname LIKE '\\_sluice\\_%' AND relname <> '_sluice_state'";

    private final TestingDatabase database;
    private final Judge judge;

    PostgresTarget(TestingDatabase database) throws SQLException {
        this.database = database;
        this.judge = new Judge(database::connect);
    }

    @Override
    public String fingerprint() throws SQLException {
        return judge.postgresFingerprint("target");
    }

    @Override
    public String state() throws SQLException {
        return judge.text("SELECT state FROM _sluice_state");
    }

    @Override
    public List<String> leftovers() throws SQLException {
        return judge.query(OURS).stream().map(List::getFirst).toList();
    }

    @Override
    public void awaitIdle() throws SQLException, InterruptedException {
        while (!judge.text(OTHERS).equals("0")) {
            Thread.sleep(5);
        }
    }

    @Override
    public void close() throws SQLException {
        judge.close();
        database.close();
    }
}
