package dev.sluice.faults;

import dev.sluice.testkit.postgres.TestingDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random history of a table: transactions that overlap, with savepoints, insert, update and delete rows. Every version of
 * a row differs from all others; its cursor may be that of another, older than others, the same as before, or NULL.
 */
final class History implements AutoCloseable {
    private static final int TRANSACTIONS = 4;

    private final TestingDatabase database;
    private final Random random;
    private final List<Connection> connections = new ArrayList<>();
    private long lastId;
    private int lastVersion;
    private long clock = 1_000;

    History(TestingDatabase database, Random random) throws SQLException {
        this.database = database;
        this.random = random;
        database.execute("CREATE TABLE t (id bigint PRIMARY KEY, version int, name text, amount bigint, moved bigint)");
        for (int i = 0; i < TRANSACTIONS; i++) {
            Connection connection = database.connect();
            connection.setAutoCommit(false);
            connections.add(connection);
        }
    }

    /** One of the transactions goes on, or ends. */
    void step() throws SQLException {
        int number = random.nextInt(TRANSACTIONS);
        Connection connection = connections.get(number);
        clock += random.nextInt(3);
        switch (random.nextInt(20)) {
            case 0, 1, 2 -> connection.commit();
            case 3 -> connection.rollback();
            case 4 -> run(connection, "SAVEPOINT s");
            case 5 -> run(connection, "SAVEPOINT undone", change(number), "ROLLBACK TO undone");
            case 6 -> run(connection, "SAVEPOINT done", change(number), "RELEASE done");
            case 7 -> run(connection, "SELECT now()");
            case 8 -> {
                if (random.nextInt(8) == 0) {
                    database.execute("VACUUM FREEZE t");
                }
            }
            default -> run(connection, change(number));
        }
    }

    /** Each transaction has rows of its own, so that none waits for another. */
    private String change(int number) {
        lastVersion++;
        int kind = random.nextInt(10);
        if (lastId < 20 || kind < 5) {
            lastId++;
            long id = lastId * TRANSACTIONS + number;
            return "INSERT INTO t VALUES (" + id + ", " + lastVersion + ", 'ü" + id + "', " + id * 3 + ", " + cursor()
                    + ")";
        }
        String row = " WHERE id = (SELECT id FROM t WHERE id % " + TRANSACTIONS + " = " + number + " AND id >= "
                + random.nextLong(lastId * TRANSACTIONS) + " ORDER BY id LIMIT 1)";
        return switch (kind) {
            case 5 -> "DELETE FROM t" + row;
            case 6 -> "UPDATE t SET version = " + lastVersion + row;
            default -> "UPDATE t SET version = " + lastVersion + ", moved = " + cursor() + row;
        };
    }

    private String cursor() {
        return switch (random.nextInt(12)) {
            case 0 -> "NULL";
            case 1, 2 -> Long.toString(clock - random.nextInt(200));
            default -> Long.toString(clock);
        };
    }

    void commitAll() throws SQLException {
        for (Connection connection : connections) {
            connection.commit();
        }
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
    }
}
