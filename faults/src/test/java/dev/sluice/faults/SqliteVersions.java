package dev.sluice.faults;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A table of SQLite. */
final class SqliteVersions implements VersionedSource {
    private final Judge judge;

    SqliteVersions(Path file) throws SQLException {
        judge = new Judge(() -> DriverManager.getConnection("jdbc:sqlite:" + file));
        judge.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, version INTEGER, name TEXT, amount INTEGER)");
    }

    @Override
    public String show(int version) throws SQLException {
        judge.execute(
                "BEGIN IMMEDIATE",
                "DELETE FROM t",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        + VersionedSource.rows(version) + ") INSERT INTO t SELECT i, " + version
                        + ", CASE WHEN i % 7 <> 0 THEN 'name of ü ' || i END, i * 37 FROM n",
                "COMMIT");
        return judge.sqliteFingerprint("t");
    }

    @Override
    public void close() throws SQLException {
        judge.close();
    }
}
