package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.ServerError;
import java.io.IOException;
import org.h2.engine.SessionLocal;

/** What answers the requests of one client. All but {@link #interrupt} is called by one thread. */
public interface Requests {
    /** @throws ServerError where the login isn't let in */
    void login(String user, String password, String database);

    /** Statements as text. */
    void batch(String sql, Response response) throws IOException;

    /** @return the procedure's status */
    int call(RemoteCall call, Response response) throws IOException;

    /** The rows for an INSERT BULK before. */
    void bulkLoad(MessageInput rows, Response response) throws IOException;

    /** Begins (5), commits (7) or rolls back (8) a transaction. */
    void transaction(int request, Response response) throws IOException;

    /** Makes the session as new. */
    void reset();

    /** The session that large values are kept in. */
    SessionLocal session();

    /** Ends what is running; called by another thread. */
    void interrupt();

    /** The interruption was answered: what comes next runs again. */
    void resume();

    void close();
}
