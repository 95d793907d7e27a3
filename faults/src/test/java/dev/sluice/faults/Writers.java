package dev.sluice.faults;

import dev.sluice.testkit.postgres.TestingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transactions that overlap each other and the runs that read their table: rows get their cursor when a transaction begins,
 * and may be committed long after. All in one thread, each with rows of its own, so that none waits for another.
 */
final class Writers implements AutoCloseable {
    private static final int TRANSACTIONS = 3;
    private static final int FIRST_ROWS = 1_500;
    private static final int PAUSE_MILLIS = 4;
    private static final String NOW = "(extract(epoch FROM now()) * 1000000)::bigint";

    private final List<Connection> connections = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock(true);
    private final boolean onlyInserts;
    private final Random random;
    private final Thread thread;
    private long lastId = FIRST_ROWS;
    private volatile boolean closed;
    private volatile SQLException failure;

    /** Makes the table {@code t} and begins to write. */
    Writers(TestingDatabase database, boolean onlyInserts, long seed) throws SQLException {
        this.onlyInserts = onlyInserts;
        this.random = new Random(seed);
        database.execute(
                "CREATE TABLE t (id bigint PRIMARY KEY, version int NOT NULL, name text, amount bigint, moved bigint"
                        + " NOT NULL)",
                "INSERT INTO t SELECT i, 0, 'name ' || i, i * 37, " + NOW + " FROM generate_series(1, " + FIRST_ROWS
                        + ") i");
        for (int i = 0; i < TRANSACTIONS; i++) {
            Connection connection = database.connect();
            connection.setAutoCommit(false);
            connections.add(connection);
        }
        this.thread = Thread.ofPlatform().daemon().start(this::write);
    }

    /** What is open is committed, and nothing is written until {@link #resume}. */
    void pause() throws SQLException {
        lock.lock();
        if (failure != null) {
            throw failure;
        }
        for (Connection connection : connections) {
            connection.commit();
        }
    }

    void resume() {
        lock.unlock();
    }

    private void write() {
        try {
            while (!closed) {
                lock.lock();
                try {
                    step(random.nextInt(TRANSACTIONS));
                } finally {
                    lock.unlock();
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        } catch (SQLException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step(int number) throws SQLException {
        Connection connection = connections.get(number);
        switch (random.nextInt(14)) {
            case 0, 1 -> connection.commit();
            case 2 -> connection.rollback();
            case 3 -> run(connection, "SAVEPOINT s", change(number), "ROLLBACK TO s");
            case 4 -> run(connection, "SAVEPOINT s", change(number), "RELEASE s");
            default -> run(connection, change(number));
        }
    }

    private String change(int number) {
        int kind = random.nextInt(10);
        if (onlyInserts || kind < 4) {
            lastId++;
            long id = lastId * TRANSACTIONS + number;
            return "INSERT INTO t VALUES (" + id + ", 1, 'new ü " + id + "', " + id * 7 + ", " + NOW + ")";
        }
        String row = " WHERE id = (SELECT id FROM t WHERE id % " + TRANSACTIONS + " = " + number + " AND id >= "
                + random.nextLong(lastId * TRANSACTIONS) + " ORDER BY id LIMIT 1)";
        return kind < 8 ? "UPDATE t SET version = version + 1, moved = " + NOW + row : "DELETE FROM t" + row;
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closed = true;
        thread.join();
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
