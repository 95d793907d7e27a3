package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.ServerError;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.h2.engine.Constants;

/** The transaction of a session: its nesting, what it made and dropped, and when statements commit by themselves. */
final class Transaction {
    private static final AtomicLong IDS = new AtomicLong(1000);

    private final Database database;
    private final Connection connection;
    private final List<String> made = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final Map<String, Savepoint> savepoints = new HashMap<>();
    private int count;
    private boolean implicit;
    private long id;
    private boolean entered;
    private String isolation = "READ COMMITTED";
    private String appliedIsolation = isolation;

    Transaction(Database database, Connection connection) {
        this.database = database;
        this.connection = connection;
    }

    int count() {
        return count;
    }

    void implicit(boolean on) {
        implicit = on;
    }

    void isolation(String level) {
        if (count > 0 && level.equals("SNAPSHOT") && !appliedIsolation.equals("SNAPSHOT")) {
            throw ServerError.of(
                    3951,
                    "Transaction failed in database '" + database.name()
                            + "' because the statement was run under snapshot isolation but the transaction did not"
                            + " start in snapshot isolation.");
        }
        isolation = level;
    }

    /** Before a statement that reads or changes data. */
    void enter(Response out) throws IOException, SQLException {
        if (count == 0) {
            if (!isolation.equals(appliedIsolation)) {
                connection.setTransactionIsolation(
                        switch (isolation) {
                            case "READ UNCOMMITTED" -> Connection.TRANSACTION_READ_UNCOMMITTED;
                            case "REPEATABLE READ" -> Connection.TRANSACTION_REPEATABLE_READ;
                            case "SERIALIZABLE" -> Connection.TRANSACTION_SERIALIZABLE;
                            case "SNAPSHOT" -> Constants.TRANSACTION_SNAPSHOT;
                            default -> Connection.TRANSACTION_READ_COMMITTED;
                        });
                appliedIsolation = isolation;
            }
            hold();
            if (implicit) {
                begin(out);
            }
        }
        if (appliedIsolation.equals("SNAPSHOT") && !database.snapshotAllowed()) {
            throw ServerError.of(
                    3952,
                    "Snapshot isolation transaction failed accessing database '" + database.name()
                            + "' because snapshot isolation is not allowed in this database. Use ALTER DATABASE to"
                            + " allow snapshot isolation.");
        }
    }

    private void hold() {
        if (!entered) {
            database.enter();
            entered = true;
        }
    }

    /** After a statement: commits it where no transaction is open. */
    void leave(boolean failed) throws SQLException {
        if (count == 0) {
            finish(!failed);
        }
    }

    void begin(Response out) throws IOException {
        if (count++ == 0) {
            hold();
            id = IDS.incrementAndGet();
            out.tokens().transactionBegun(id);
        }
    }

    void commit(Response out) throws IOException, SQLException {
        if (count == 0) {
            throw ServerError.of(3902, "The COMMIT TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }
        if (--count == 0) {
            finish(true);
            out.tokens().transactionEnded(true, id);
        }
    }

    void rollback(Response out) throws IOException, SQLException {
        if (count == 0) {
            throw ServerError.of(3903, "The ROLLBACK TRANSACTION request has no corresponding BEGIN TRANSACTION.");
        }
        abandon();
        out.tokens().transactionEnded(false, id);
    }

    /** Rolls everything back without a word to the client. */
    void abandon() throws SQLException {
        count = 0;
        finish(false);
    }

    void save(String name) throws SQLException {
        savepoints.put(name.toLowerCase(Locale.ROOT), connection.setSavepoint());
    }

    boolean rollbackTo(String name) throws SQLException {
        Savepoint savepoint = savepoints.get(name.toLowerCase(Locale.ROOT));
        if (savepoint != null) {
            connection.rollback(savepoint);
        }
        return savepoint != null;
    }

    void made(String physical) {
        made.add(physical);
    }

    void dropped(String physical) {
        dropped.add(physical);
    }

    private void finish(boolean commit) throws SQLException {
        List<String> unused = new ArrayList<>();
        try {
            if (commit) {
                connection.commit();
                unused.addAll(dropped);
            } else {
                connection.rollback();
                unused.addAll(made);
            }
        } finally {
            made.clear();
            dropped.clear();
            savepoints.clear();
            if (entered) {
                entered = false;
                database.leave();
            }
        }
        database.discard(unused);
    }
}
