package dev.sluice.faults;

import dev.sluice.testkit.postgres.TestingDatabase;
import java.sql.SQLException;

/** A table of PostgreSQL, in a database of its own. */
final class PostgresVersions implements VersionedSource {
    private final TestingDatabase database;
    private final int width;
    private final Judge judge;

    PostgresVersions(TestingDatabase database) throws SQLException {
        this(database, 0);
    }

    /**
     * @param width how many characters a row has more
     */
    PostgresVersions(TestingDatabase database, int width) throws SQLException {
        this.database = database;
        this.width = width;
        this.judge = new Judge(database::connect);
        judge.execute("CREATE TABLE t (id bigint PRIMARY KEY, version int, name text, amount bigint)");
    }

    @Override
    public String show(int version) throws SQLException {
        judge.execute(
                "BEGIN",
                "TRUNCATE t",
                "INSERT INTO t SELECT i, " + version + ", CASE WHEN i % 7 <> 0 THEN 'name of ü ' || i || repeat('.', "
                        + width + ") END, i * 37" + " FROM generate_series(1, " + VersionedSource.rows(version) + ") i",
                "COMMIT");
        return judge.postgresFingerprint("t");
    }

    @Override
    public void close() throws SQLException {
        judge.close();
        database.close();
    }
}
