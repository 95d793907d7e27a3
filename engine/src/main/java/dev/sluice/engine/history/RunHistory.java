package dev.sluice.engine.history;

import dev.sluice.engine.run.RunReport;
import dev.sluice.engine.run.Status;
import dev.sluice.engine.run.StreamReport;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.function.UnaryOperator;
import org.sqlite.JDBC;

/** What ran when and how it ended, in an embedded SQLite file. Thread-safe; several processes may write at once. */
public final class RunHistory {
    private static final System.Logger LOG = System.getLogger(RunHistory.class.getName());
    private static final String[] TABLES = {
        """
        CREATE TABLE IF NOT EXISTS runs (
          run_id TEXT PRIMARY KEY, pipeline TEXT NOT NULL, status TEXT NOT NULL,
          started_at TEXT NOT NULL, duration_ms INTEGER, peak_memory_bytes INTEGER, error TEXT)
        """, """
            CREATE TABLE IF NOT EXISTS streams (
              run_id TEXT NOT NULL, name TEXT NOT NULL, destination TEXT NOT NULL, status TEXT NOT NULL,
              write_mode TEXT NOT NULL, rows_read INTEGER NOT NULL, rows_written INTEGER NOT NULL,
              bytes INTEGER NOT NULL, duration_ms INTEGER NOT NULL, error TEXT,
              PRIMARY KEY (run_id, name, destination))
            """, "CREATE INDEX IF NOT EXISTS runs_by_pipeline ON runs (pipeline, started_at)"
    };

    private final String url;

    RunHistory(Path file) {
        this.url = "jdbc:sqlite:" + file + "?busy_timeout=10000";
    }

    /**
     * Does in a thread of its own what takes longest when a run is noted first: loading the library, and making the file where
     * there is none. What goes wrong here, {@link #begin} tells.
     */
    public void prepare() {
        Thread.ofPlatform().name("history").daemon().start(() -> {
            try {
                inTransaction(connection -> {});
            } catch (ConnectorException e) {
                LOG.log(System.Logger.Level.DEBUG, "preparing the run history", e);
            }
        });
    }

    /** Notes that a run began. One that has no end was killed. */
    public void begin(String runId, String pipeline, Instant startedAt) {
        inTransaction(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT INTO runs (run_id, pipeline, status, started_at) VALUES (?, ?, 'running', ?)")) {
                insert.setString(1, runId);
                insert.setString(2, pipeline);
                insert.setString(3, startedAt.toString());
                insert.executeUpdate();
            }
        });
    }

    /**
     * Notes how a run ended.
     *
     * @param redaction takes secrets out of what went wrong
     */
    public void end(RunReport report, UnaryOperator<String> redaction) {
        inTransaction(connection -> {
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE runs SET status = ?, duration_ms = ?, peak_memory_bytes = ?, error = ? WHERE run_id = ?")) {
                update.setString(1, word(report.status()));
                update.setLong(2, report.durationMillis());
                update.setLong(3, report.peakMemoryBytes());
                String failure = report.failure() == null
                        ? ""
                        : String.valueOf(report.failure().getMessage());
                update.setString(4, shown(failure, redaction));
                update.setString(5, report.runId());
                update.executeUpdate();
            }
            try (PreparedStatement insert = connection.prepareStatement(
                    "INSERT OR REPLACE INTO streams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
                for (StreamReport stream : report.streams()) {
                    insert.setString(1, report.runId());
                    insert.setString(2, stream.name());
                    insert.setString(3, stream.destination());
                    insert.setString(4, word(stream.status()));
                    insert.setString(5, stream.writeMode().name().toLowerCase(Locale.ROOT));
                    insert.setLong(6, stream.rows().read());
                    insert.setLong(7, stream.rows().written());
                    insert.setLong(8, stream.bytes());
                    insert.setLong(9, stream.durationMillis());
                    insert.setString(10, shown(stream.error(), redaction));
                    insert.addBatch();
                }
                insert.executeBatch();
            }
        });
    }

    /**
     * A run of the past.
     *
     * @param status {@code running} for one that goes on or was killed
     * @param durationMillis -1 where it has no end
     */
    public record PastRun(
            String runId,
            String pipeline,
            String status,
            String startedAt,
            long durationMillis,
            long rowsWritten,
            String error) {}

    /** The latest runs of a pipeline, newest first. */
    public List<PastRun> latest(String pipeline, int limit) {
        List<PastRun> runs = new ArrayList<>();
        inTransaction(connection -> {
            try (PreparedStatement select = connection.prepareStatement("""
                SELECT run_id, pipeline, status, started_at, coalesce(duration_ms, -1), coalesce(error, ''),
                  coalesce((SELECT sum(rows_written) FROM streams s WHERE s.run_id = r.run_id), 0)
                FROM runs r WHERE pipeline = ? ORDER BY started_at DESC, run_id DESC LIMIT ?
                """)) {
                select.setString(1, pipeline);
                select.setInt(2, limit);
                try (ResultSet rows = select.executeQuery()) {
                    while (rows.next()) {
                        runs.add(new PastRun(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                rows.getLong(5),
                                rows.getLong(7),
                                rows.getString(6)));
                    }
                }
            }
        });
        return runs;
    }

    private static String shown(String error, UnaryOperator<String> redaction) {
        return error.isEmpty() ? null : redaction.apply(error);
    }

    private static String word(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    private interface Work {
        void in(Connection connection) throws SQLException;
    }

    private void inTransaction(Work work) {
        // not by DriverManager, which loads all drivers that there are, and verifies the signatures of some
        try (Connection connection = JDBC.createConnection(url, new Properties())) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                for (String table : TABLES) {
                    statement.execute(table);
                }
            }
            work.in(connection);
            connection.commit();
        } catch (SQLException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE, "the run history can't be written: " + e.getMessage(), e);
        }
    }
}
