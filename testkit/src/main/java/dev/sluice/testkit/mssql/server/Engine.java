package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.Grammar;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Databases and logins of one server, and the grammar that every statement has to pass. Thread-safe. */
final class Engine implements AutoCloseable {
    private final UnaryOperator<String> paths;
    private final Map<String, Database> databases = new ConcurrentHashMap<>();
    private final Map<String, String> logins = new ConcurrentHashMap<>();
    private final List<String> rejected = new CopyOnWriteArrayList<>();
    private final AtomicInteger sessions = new AtomicInteger(50);
    private final Grammar grammar = new Grammar();

    /** @param paths where H2 keeps the database of a name */
    Engine(UnaryOperator<String> paths) {
        this.paths = paths;
        createDatabase("master");
    }

    Session session() {
        return new Session(this, sessions.incrementAndGet());
    }

    void addLogin(String user, String password) {
        logins.put(user.toLowerCase(Locale.ROOT), password);
    }

    void checkLogin(String user, String password) {
        if (!password.equals(logins.get(user.toLowerCase(Locale.ROOT)))) {
            throw new ServerError(18456, 1, 14, "Login failed for user '" + user + "'.");
        }
    }

    Optional<Database> database(String name) {
        return Optional.ofNullable(databases.get(name.toLowerCase(Locale.ROOT)));
    }

    void createDatabase(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        if (databases.containsKey(key)) {
            throw new ServerError(
                    1801, 3, 16, "Database '" + name + "' already exists. Choose a different database name.");
        }
        databases.put(key, new Database(name, paths.apply(key)));
    }

    void dropDatabase(String name) {
        Database database = databases.remove(name.toLowerCase(Locale.ROOT));
        if (database == null) {
            throw new ServerError(
                    3701,
                    1,
                    11,
                    "Cannot drop the database '" + name
                            + "', because it does not exist or you do not have permission.");
        }
        database.close();
    }

    /** @throws ServerError 102, and keeps the statement, where it is no T-SQL */
    void check(Statement.Simple statement) {
        try {
            grammar.check(statement);
        } catch (ServerError e) {
            rejected.add(statement.text());
            throw e;
        }
    }

    List<String> rejected() {
        return List.copyOf(rejected);
    }

    @Override
    public void close() {
        databases.values().forEach(Database::close);
        databases.clear();
    }
}
