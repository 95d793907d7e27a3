package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import java.sql.SQLException;

/** CREATE, ALTER and DROP of databases and logins. Users have every right, so that they need no record. */
final class ServerDefinitions {
    private final Session session;

    ServerDefinitions(Session session) {
        this.session = session;
    }

    void run(String verb, TokenCursor cursor) throws SQLException {
        String kind = cursor.next().keyword();
        boolean ifExists = cursor.accept("IF", "EXISTS");
        String name = cursor.name();
        switch (verb + " " + kind) {
            case "CREATE DATABASE" -> {
                session.engine().createDatabase(name);
                cursor.rest();
            }
            case "DROP DATABASE" -> {
                if (!ifExists || session.engine().database(name).isPresent()) {
                    session.engine().dropDatabase(name);
                }
            }
            case "ALTER DATABASE" -> alterDatabase(name, cursor);
            case "CREATE LOGIN" -> {
                cursor.expect("WITH");
                cursor.expect("PASSWORD");
                cursor.expectSymbol("=");
                session.engine().addLogin(name, cursor.next().text());
                cursor.rest();
            }
            default -> cursor.rest();
        }
    }

    private void alterDatabase(String name, TokenCursor cursor) throws SQLException {
        boolean current = name.equalsIgnoreCase("CURRENT");
        Database database = current
                ? session.database()
                : session.engine()
                        .database(name)
                        .orElseThrow(() -> ServerError.of(
                                5011,
                                "User does not have permission to alter database '"
                                        + name
                                        + "', the database does not exist, or the database is not in a state that"
                                        + " allows access checks."));
        if (cursor.accept("SET", "ALLOW_SNAPSHOT_ISOLATION")) {
            database.allowSnapshot(cursor.accept("ON"));
        }
        cursor.rest();
    }
}
