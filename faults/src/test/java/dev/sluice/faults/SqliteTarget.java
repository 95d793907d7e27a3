package dev.sluice.faults;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** The table {@code target} of a file of SQLite. */
final class SqliteTarget implements Target {
    private final Judge judge;

    SqliteTarget(Path file) throws SQLException {
        judge = new Judge(() -> DriverManager.getConnection("jdbc:sqlite:" + file));
        judge.execute("PRAGMA busy_timeout = 60000");
    }

    @Override
    public String fingerprint() throws SQLException {
        return judge.sqliteFingerprint("target");
    }

    @Override
    public String state() throws SQLException {
        return judge.text("SELECT state FROM _sluice_state");
    }

    @Override
    public List<String> leftovers() throws SQLException {
        return judge
                .query("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '\\_sluice\\_%' ESCAPE '\\'"
                        + " AND name <> '_sluice_state'")
                .stream()
                .map(List::getFirst)
                .toList();
    }

    @Override
    public void close() throws SQLException {
        judge.close();
    }
}
