package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.Statement;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;

/** Runs one statement of any kind. */
final class StatementRunner {
    private static final int SELECT_COMMAND = 0xc1;

    private final Session session;
    private final Variables variables;
    private final Response out;

    StatementRunner(Session session, Variables variables, Response out) {
        this.session = session;
        this.variables = variables;
        this.out = out;
    }

    void run(Statement.Simple statement) throws IOException, SQLException {
        List<Token> tokens = statement.tokens();
        TokenCursor cursor = new TokenCursor(tokens);
        String first = cursor.peek().keyword();
        if (first.equals("INSERT") && cursor.peek(1).is("BULK")) {
            session.expect(BulkLoad.parse(session, cursor));
            out.done(0, -1);
            return;
        }
        session.engine().check(statement);
        switch (first) {
            case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH" ->
                new QueryRunner(session, variables, out).run(tokens);
            case "CREATE", "ALTER", "DROP", "TRUNCATE" -> new DefinitionRunner(session, variables, out).run(tokens);
            case "EXEC", "EXECUTE" -> new Procedures(session, out).execute(cursor, variables);
            case "GRANT", "REVOKE", "DENY" -> out.done(0, -1);
            default -> control(cursor);
        }
    }

    private void control(TokenCursor cursor) throws IOException, SQLException {
        Transaction transaction = session.transaction();
        String first = cursor.next().keyword();
        switch (first) {
            case "SET" -> set(cursor);
            case "BEGIN" -> {
                cursor.next();
                cursor.rest();
                transaction.begin(out);
            }
            case "COMMIT" -> {
                cursor.rest();
                transaction.commit(out);
            }
            case "ROLLBACK" -> rollback(cursor);
            case "SAVE" -> {
                cursor.next();
                transaction.save(cursor.next().text());
            }
            case "DECLARE" -> declare(cursor);
            case "PRINT" ->
                out.info(new QueryRunner(session, variables, out)
                        .value(cursor.rest())
                        .getString());
            case "USE" -> {
                String name = cursor.name();
                session.use(session.engine()
                        .database(name)
                        .orElseThrow(() -> ServerError.of(
                                911,
                                "Database '" + name
                                        + "' does not exist. Make sure that the name is entered correctly.")));
                out.tokens().environment(1, name, "");
            }
            case "WAITFOR" -> waitFor(cursor);
            case "RAISERROR", "THROW" -> raise(first, cursor);
            default -> {
                cursor.moveTo(0);
                throw cursor.unexpected();
            }
        }
        if (!cursor.atEnd()) {
            throw cursor.unexpected();
        }
        out.done(first.equals("SELECT") ? SELECT_COMMAND : 0, -1);
    }

    private void set(TokenCursor cursor) throws SQLException {
        if (cursor.peek().kind() == Token.Kind.VARIABLE) {
            String name = cursor.next().text();
            cursor.expectSymbol("=");
            variables.set(name, new QueryRunner(session, variables, out).value(cursor.rest()));
        } else {
            session.options().set(cursor, session.catalog());
        }
    }

    private void declare(TokenCursor cursor) throws SQLException {
        List<String> names = variables.declare(cursor);
        if (cursor.acceptSymbol("=")) {
            variables.set(names.getLast(), new QueryRunner(session, variables, out).value(cursor.rest()));
        }
    }

    private void rollback(TokenCursor cursor) throws IOException, SQLException {
        if (!cursor.atEnd()) {
            cursor.next();
        }
        String savepoint = cursor.atEnd() ? "" : cursor.next().text();
        if (savepoint.isEmpty() || !session.transaction().rollbackTo(savepoint)) {
            session.transaction().rollback(out);
        }
    }

    private void raise(String first, TokenCursor cursor) {
        List<Token> rest = cursor.rest();
        if (first.equals("THROW")) {
            String text = rest.size() > 2 ? rest.get(2).text() : "";
            throw ServerError.of(Integer.parseInt(rest.getFirst().text()), text);
        }
        int severity = Integer.parseInt(rest.get(3).text());
        throw new ServerError(50000, 1, severity, rest.get(1).text());
    }

    /** WAITFOR DELAY 'hh:mm:ss', until the client cancels it. */
    private void waitFor(TokenCursor cursor) {
        cursor.expect("DELAY");
        String[] parts = cursor.next().text().split(":");
        double seconds = Integer.parseInt(parts[0]) * 3600.0
                + Integer.parseInt(parts[1]) * 60.0
                + (parts.length > 2 ? Double.parseDouble(parts[2]) : 0);
        long end = System.nanoTime() + (long) (seconds * 1e9);
        try {
            while (System.nanoTime() < end && !session.isInterrupted()) {
                Thread.sleep(10);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerError(6005, 1, 10, "SHUTDOWN is in progress.");
        }
    }
}
