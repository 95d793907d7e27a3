package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** One database, in an H2 database of its own. Thread-safe. */
final class Database implements AutoCloseable {
    /** Words that are names in T-SQL and reserved in H2. */
    private static final String NAMES = "VALUE,DAY,YEAR,MONTH,HOUR,MINUTE,SECOND,INTERVAL,LIMIT,OFFSET,ROW,ROWNUM,"
            + "QUALIFY,WINDOW,ARRAY,MINUS,UESCAPE,UNKNOWN,GROUPS,RANGE,ROWS,OVER,PARTITION,FILTER,REGEXP,ILIKE,"
            + "LOCALTIME,TODAY,SYSDATE,SYSTIME,SYSTIMESTAMP,ASYMMETRIC,SYMMETRIC,BOTH,LEADING,TRAILING,"
            + "KEY";

    private final String name;
    private final String url;
    private final Connection administration;
    private final AtomicInteger physicals = new AtomicInteger();
    private final Map<String, TableDefinition> definitions = new ConcurrentHashMap<>();
    private final Set<String> systemViews = new HashSet<>();
    private final Queue<String> unused = new ConcurrentLinkedQueue<>();
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();
    private final AppLocks appLocks = new AppLocks();
    private volatile boolean snapshotAllowed;
    private volatile boolean closed;

    Database(String name, String h2Path) {
        this.name = name;
        this.url = "jdbc:h2:" + h2Path
                + ";MODE=MSSQLServer;DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE;DB_CLOSE_DELAY=0"
                + ";LOCK_TIMEOUT=30000;NON_KEYWORDS=" + NAMES;
        try {
            administration = DriverManager.getConnection(url, "sa", "");
            run("system-tables.sql");
            CatalogFunctions.register(administration);
            RowVersions.register(administration);
            run("system-views.sql");
            fillTypes();
            findSystemViews();
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " can't be made", e);
        }
    }

    String name() {
        return name;
    }

    AppLocks appLocks() {
        return appLocks;
    }

    boolean snapshotAllowed() {
        return snapshotAllowed;
    }

    void allowSnapshot(boolean allowed) throws SQLException {
        execute("UPDATE \"sys\".SLUICE_SETTINGS SET snapshot = " + (allowed ? 1 : 0));
        snapshotAllowed = allowed;
    }

    /** A session of its own; statements answer row by row. */
    Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection(url, "sa", "");
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            // instants that become clocks are those of UTC, wherever this machine is
            statement.execute("SET TIME ZONE 'UTC'");
            statement.execute("SET LAZY_QUERY_EXECUTION 1");
            statement.execute("SET SCHEMA \"data\"");
            statement.execute("SET @DATABASE = '" + name.replace("'", "''") + "'");
        }
        connection.commit();
        return connection;
    }

    boolean hasSystemView(String view) {
        return systemViews.contains(view.toLowerCase(Locale.ROOT));
    }

    TableDefinition definition(String physical) {
        return definitions.get(physical);
    }

    /**
     * Makes a table that no name leads to yet.
     *
     * @param definition with null types of computed columns
     */
    String create(TableDefinition definition) throws SQLException {
        String physical = "T" + physicals.incrementAndGet();
        synchronized (administration) {
            TableDefinition complete = new ComputedTypes(administration).complete(definition);
            for (String sql : complete.create("\"data\"." + physical)) {
                execute(sql);
            }
            remember(physical, complete);
        }
        return physical;
    }

    /** Makes a view that no name leads to yet. */
    String createView(String query, List<TableDefinition.Column> columns) throws SQLException {
        String physical = "V" + physicals.incrementAndGet();
        synchronized (administration) {
            execute("CREATE VIEW \"data\"." + physical + " AS " + query);
            remember(physical, new TableDefinition(columns, List.of(), List.of()));
        }
        return physical;
    }

    private void remember(String physical, TableDefinition definition) throws SQLException {
        definitions.put(physical, definition);
        new CatalogRows(administration, physical).insert(definition);
    }

    void execute(String sql) throws SQLException {
        synchronized (administration) {
            try (Statement statement = administration.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** Holds off the removal of tables while a statement or transaction runs. */
    void enter() {
        use.readLock().lock();
    }

    void leave() {
        use.readLock().unlock();
    }

    /** Tables that no name leads to any more; they go when nobody can be reading them. */
    void discard(Collection<String> physicalNames) {
        unused.addAll(physicalNames);
        if (closed || unused.isEmpty() || !use.writeLock().tryLock()) {
            return;
        }
        try {
            String physical;
            while ((physical = unused.poll()) != null) {
                drop(physical);
            }
        } finally {
            use.writeLock().unlock();
        }
    }

    private void drop(String physical) {
        try {
            execute("DROP " + (physical.startsWith("V") ? "VIEW" : "TABLE") + " IF EXISTS \"data\"." + physical
                    + " CASCADE");
            definitions.remove(physical);
            for (String table : List.of("COLUMNS", "KEYS", "KEY_COLUMNS", "CHECKS")) {
                execute("DELETE FROM \"sys\".SLUICE_" + table + " WHERE physical = '" + physical + "'");
            }
        } catch (SQLException e) {
            throw new IllegalStateException("table " + physical + " of database " + name + " can't be dropped", e);
        }
    }

    private void run(String resource) throws SQLException {
        try (InputStream in = Database.class.getResourceAsStream(resource)) {
            execute(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void fillTypes() throws SQLException {
        try (PreparedStatement insert = administration.prepareStatement("INSERT INTO \"sys\".types (name,"
                + " system_type_id, user_type_id, max_length, \"precision\", scale) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (SqlType.Base base : SqlType.Base.values()) {
                SqlType type = SqlType.of(base);
                Object[] row = {
                    base.sqlName(),
                    base.systemId(),
                    base.userId(),
                    type.length() == 1 ? 8000 : type.maxLength(),
                    type.catalogPrecision(),
                    type.scale()
                };
                for (int i = 0; i < row.length; i++) {
                    insert.setObject(i + 1, row[i]);
                }
                insert.executeUpdate();
            }
        }
    }

    private void findSystemViews() throws SQLException {
        try (Statement statement = administration.createStatement();
                ResultSet names = statement.executeQuery(
                        "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'sys'")) {
            while (names.next()) {
                systemViews.add(names.getString(1).toLowerCase(Locale.ROOT));
            }
        }
        systemViews.removeAll(Arrays.asList("sluice_schemas", "sluice_objects", "sluice_columns", "sluice_keys"));
    }

    @Override
    public void close() {
        closed = true;
        try {
            synchronized (administration) {
                try (Statement statement = administration.createStatement()) {
                    statement.execute("SHUTDOWN IMMEDIATELY");
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("database " + name + " can't be closed", e);
        }
    }
}
