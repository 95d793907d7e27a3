package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.MessageInput;
import dev.sluice.testkit.mssql.tds.RemoteCall;
import dev.sluice.testkit.mssql.tds.Requests;
import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.ServerError;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;

/** One client's session: its database connection, transaction, options, and what was prepared. */
final class Session implements Requests {
    private final Engine engine;
    private final int id;
    private final Prepared prepared = new Prepared();
    private volatile boolean interrupted;
    private volatile Statement running;
    private Database database;
    private Connection connection;
    private Catalog catalog;
    private Transaction transaction;
    private Options options;
    private BulkLoad bulkLoad;
    private long rowCount;

    Session(Engine engine, int id) {
        this.engine = engine;
        this.id = id;
    }

    @Override
    public void login(String user, String password, String databaseName) {
        engine.checkLogin(user, password);
        try {
            use(engine.database(databaseName)
                    .orElseThrow(() -> new ServerError(
                            4060,
                            1,
                            11,
                            "Cannot open database \"" + databaseName
                                    + "\" requested by the login. The login failed.")));
        } catch (SQLException e) {
            throw new IllegalStateException("no session in " + databaseName, e);
        }
    }

    /** Changes the database; options are those of a new session then. */
    void use(Database other) throws SQLException {
        close();
        database = other;
        connection = other.connect();
        catalog = new Catalog(other, connection, id);
        transaction = new Transaction(other, connection);
        options = new Options(connection, transaction);
    }

    Engine engine() {
        return engine;
    }

    int id() {
        return id;
    }

    Database database() {
        return database;
    }

    Connection connection() {
        return connection;
    }

    Catalog catalog() {
        return catalog;
    }

    Transaction transaction() {
        return transaction;
    }

    Options options() {
        return options;
    }

    Prepared prepared() {
        return prepared;
    }

    long rowCount() {
        return rowCount;
    }

    void rowCount(long rows) {
        rowCount = rows;
    }

    /** What the next bulk load message is for. */
    void expect(BulkLoad load) {
        bulkLoad = load;
    }

    boolean isInterrupted() {
        return interrupted;
    }

    void running(Statement statement) {
        running = statement;
    }

    @Override
    public SessionLocal session() {
        return (SessionLocal) ((JdbcConnection) connection).getSession();
    }

    @Override
    public void batch(String sql, Response response) throws IOException {
        new BatchRunner(this, new Variables(), response).run(sql);
    }

    @Override
    public int call(RemoteCall call, Response response) throws IOException {
        return new Procedures(this, response).call(call.procedure(), call.parameters());
    }

    @Override
    public void bulkLoad(MessageInput rows, Response response) throws IOException {
        BulkLoad load = bulkLoad;
        bulkLoad = null;
        if (load == null) {
            throw ServerError.of(4002, "The incoming TDS bulk load has no INSERT BULK before it.");
        }
        load.run(this, rows, response);
    }

    @Override
    public void transaction(int request, Response response) throws IOException {
        try {
            switch (request) {
                case 5 -> transaction.begin(response);
                case 7 -> transaction.commit(response);
                case 8 -> transaction.rollback(response);
                default -> throw ServerError.of(4002, "Transaction manager request " + request + " is unknown.");
            }
            response.done(0, -1);
        } catch (SQLException e) {
            throw catalog.translate(e);
        }
    }

    @Override
    public void reset() {
        try {
            use(database);
        } catch (SQLException e) {
            throw catalog.translate(e);
        }
    }

    @Override
    public void interrupt() {
        interrupted = true;
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // it has just ended by itself
            }
        }
    }

    @Override
    public void resume() {
        interrupted = false;
    }

    @Override
    public void close() {
        if (connection == null) {
            return;
        }
        try {
            transaction.abandon();
            database.appLocks().releaseAll(this);
            catalog.dropTemporary();
            connection.commit();
            connection.close();
        } catch (SQLException e) {
            // the database itself is closing
        }
        connection = null;
    }
}
