package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.RemoteCall.Parameter;
import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.Lexer;
import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.h2.value.Value;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;

/** The system procedures, called by RPC or EXEC. */
final class Procedures {
    private final Session session;
    private final Response out;

    Procedures(Session session, Response out) {
        this.session = session;
        this.out = out;
    }

    /** @return the procedure's status */
    int call(String procedure, List<Parameter> parameters) throws IOException {
        String name = procedure.toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        Arguments arguments = new Arguments(parameters);
        try {
            return run(dot < 0 ? name : name.substring(dot + 1), arguments);
        } catch (SQLException e) {
            throw session.catalog().translate(e);
        }
    }

    private int run(String name, Arguments arguments) throws IOException, SQLException {
        switch (name) {
            case "sp_executesql" ->
                statement(arguments.text(0), arguments.size() > 1 ? arguments.text(1) : "", arguments.from(2));
            case "sp_prepare" -> handle(arguments, session.prepared().add(arguments.text(2), arguments.text(1)));
            case "sp_execute" -> execute(session.prepared().find(arguments.number(0)), arguments.from(1));
            case "sp_prepexec" -> {
                int handle = session.prepared().add(arguments.text(2), arguments.text(1));
                execute(session.prepared().find(handle), arguments.from(3));
                handle(arguments, handle);
            }
            case "sp_unprepare" -> session.prepared().remove(arguments.number(0));
            case "sp_rename" -> {
                changing(() -> rename(
                        arguments.text("@objname", 0),
                        arguments.text("@newname", 1),
                        arguments.size() > 2 ? arguments.text("@objtype", 2) : "OBJECT"));
                out.info("Caution: Changing any part of an object name could break scripts and stored procedures.");
            }
            case "sp_addextendedproperty", "sp_updateextendedproperty", "sp_dropextendedproperty" ->
                changing(() -> new ExtendedProperties(session.catalog(), arguments).run(name));
            case "sp_getapplock" -> {
                return lock(arguments);
            }
            case "sp_releaseapplock" -> {
                return session.database().appLocks().release(arguments.text("@Resource", 0), session) ? 0 : -999;
            }
            case "sp_set_session_context", "sp_updatestats" -> {
                // nothing here depends on it
            }
            default -> throw new ServerError(2812, 62, 16, "Could not find stored procedure '" + name + "'.");
        }
        return 0;
    }

    private void execute(Prepared.Text text, List<Value> values) throws IOException {
        statement(text.sql(), text.declarations(), values);
    }

    /** FMTONLY ends with the statement that set it. */
    private void statement(String sql, String declarations, List<Value> values) throws IOException {
        boolean before = session.options().describeOnly();
        new BatchRunner(session, Variables.of(declarations, values), out).run(sql);
        session.options().describeOnly(before);
    }

    private void handle(Arguments arguments, int handle) throws IOException {
        out.tokens().returnValue(0, arguments.name(0), handle);
    }

    /** A change of the catalog. */
    private interface Change {
        void run() throws SQLException;
    }

    private void changing(Change change) throws IOException, SQLException {
        session.transaction().enter(out);
        boolean failed = true;
        try {
            change.run();
            failed = false;
        } finally {
            session.transaction().leave(failed);
        }
    }

    private void rename(String object, String newName, String kind) throws SQLException {
        ObjectName name = kind.equalsIgnoreCase("OBJECT") ? ObjectName.parse(object) : owner(object);
        Catalog.Entry entry = session.catalog()
                .find(name)
                .orElseThrow(() -> ServerError.of(
                        15225,
                        "No item by the name of '" + object
                                + "' could be found in the current database '"
                                + session.database().name()
                                + "', given that @itemtype was input as '(null)'."));
        switch (kind.toUpperCase(Locale.ROOT)) {
            case "OBJECT" -> {
                if (session.catalog()
                        .find(new ObjectName("", name.schema(), newName))
                        .isPresent()) {
                    throw new ServerError(
                            15335,
                            1,
                            11,
                            "Error: The new name '" + newName
                                    + "' is already in use as a OBJECT name and would cause a duplicate that is not"
                                    + " permitted.");
                }
                session.catalog().rename(entry, newName);
            }
            case "COLUMN" -> new Rebuild(session).renameColumn(entry, last(object), newName);
            case "INDEX" ->
                new Rebuild(session)
                        .run(entry, session.catalog().definition(entry).withKeyRenamed(last(object), newName));
            default -> throw ServerError.of(15249, "Error: Explicit @objtype '" + kind + "' is unrecognized.");
        }
    }

    /** The table of a column or index that is named with it. */
    private static ObjectName owner(String qualified) {
        TokenCursor cursor = new TokenCursor(Lexer.tokens(qualified));
        List<String> parts = new ArrayList<>(List.of(cursor.name()));
        while (cursor.acceptSymbol(".")) {
            parts.add(cursor.name());
        }
        return new ObjectName("", parts.size() > 2 ? parts.get(parts.size() - 3) : "dbo", parts.get(parts.size() - 2));
    }

    private static String last(String qualified) {
        return Lexer.tokens(qualified).getLast().text();
    }

    private int lock(Arguments arguments) throws SQLException {
        String timeout = arguments.text("@LockTimeout", 3);
        long millis = timeout.isEmpty() || timeout.equals("-1") ? Long.MAX_VALUE / 2_000_000 : Long.parseLong(timeout);
        try {
            return session.database().appLocks().acquire(arguments.text("@Resource", 0), session, millis) ? 0 : -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -3;
        }
    }

    /** EXEC, with the cursor at that word. */
    void execute(TokenCursor cursor, Variables variables) throws IOException, SQLException {
        cursor.next();
        QueryRunner queries = new QueryRunner(session, variables, out);
        if (cursor.acceptSymbol("(")) {
            String sql = queries.value(cursor.parenthesized()).getString();
            new BatchRunner(session, new Variables(), out).run(sql);
            return;
        }
        String result = "";
        if (cursor.peek().kind() == Token.Kind.VARIABLE) {
            result = cursor.next().text();
            cursor.expectSymbol("=");
        }
        String procedure = cursor.objectName().name();
        List<Parameter> parameters = new ArrayList<>();
        for (List<Token> argument : TokenCursor.split(cursor.rest())) {
            parameters.add(argument(new TokenCursor(argument), queries));
        }
        int status = call(procedure, parameters);
        if (!result.isEmpty()) {
            variables.set(result, ValueInteger.get(status));
        }
        if (!procedure.equalsIgnoreCase("sp_executesql")) {
            out.done(0xe0, -1);
        }
    }

    private static Parameter argument(TokenCursor cursor, QueryRunner queries) throws SQLException {
        String name = "";
        if (cursor.peek().kind() == Token.Kind.VARIABLE && cursor.peek(1).isSymbol("=")) {
            name = cursor.next().text();
            cursor.next();
        }
        Value value = cursor.peek().kind() == Token.Kind.WORD && !cursor.peek().is("NULL")
                ? org.h2.value.ValueVarchar.get(cursor.next().text())
                : cursor.accept("NULL") ? ValueNull.INSTANCE : queries.value(cursor.rest());
        return new Parameter(name, false, SqlType.sized(SqlType.Base.NVARCHAR, SqlType.MAX), value);
    }
}
