package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tds.Tokens.ResultColumn;
import dev.sluice.testkit.mssql.tsql.Lexer;
import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import dev.sluice.testkit.mssql.tsql.Translation;
import dev.sluice.testkit.mssql.tsql.Translator;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.h2.jdbc.JdbcResultSet;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** Runs queries and DML, and sends rows as the database finds them. */
final class QueryRunner {
    private final Session session;
    private final SessionNames names;
    private final Response out;

    QueryRunner(Session session, Variables variables, Response out) {
        this.session = session;
        this.names = new SessionNames(session, variables);
        this.out = out;
    }

    void run(List<Token> statement) throws IOException, SQLException {
        session.transaction().enter(out);
        List<Token> tokens = InsertRules.apply(session, statement);
        int into = intoOf(tokens);
        if (into >= 0) {
            selectInto(tokens, into);
            return;
        }
        Translation translation = new Translator(names).statement(tokens);
        try (PreparedStatement prepared = prepare(translation)) {
            if (session.options().describeOnly()) {
                describe(prepared);
                return;
            }
            session.running(prepared);
            boolean rows = prepared.execute();
            int command = command(tokens);
            if (rows) {
                try (ResultSet result = prepared.getResultSet()) {
                    send(result.unwrap(JdbcResultSet.class), command);
                }
            } else {
                counted(command, prepared.getLargeUpdateCount());
            }
        } finally {
            session.running(null);
        }
    }

    private void counted(int command, long rows) throws IOException {
        session.rowCount(rows);
        out.done(command, session.options().quiet() ? -1 : rows);
    }

    private PreparedStatement prepare(Translation translation) throws SQLException {
        PreparedStatement prepared = session.connection().prepareStatement(translation.sql());
        for (int i = 0; i < translation.variables().size(); i++) {
            prepared.setObject(i + 1, names.value(translation.variables().get(i)));
        }
        return prepared;
    }

    /** The first value of a query. */
    Value scalar(List<Token> tokens) throws SQLException {
        try (PreparedStatement prepared = prepare(new Translator(names).statement(tokens));
                ResultSet result = prepared.executeQuery()) {
            return result.next() ? result.unwrap(JdbcResultSet.class).getInternal(1) : ValueNull.INSTANCE;
        }
    }

    /** The value of an expression. */
    Value value(List<Token> expression) throws SQLException {
        List<Token> query = new ArrayList<>(Lexer.tokens("SELECT"));
        query.addAll(expression);
        return scalar(query);
    }

    private static int command(List<Token> tokens) {
        return switch (tokens.getFirst().keyword()) {
            case "INSERT" -> 0xc3;
            case "DELETE" -> 0xc4;
            case "UPDATE" -> 0xc5;
            case "MERGE" -> 0x117;
            default -> 0xc1;
        };
    }

    private void describe(PreparedStatement prepared) throws IOException, SQLException {
        if (prepared.getMetaData() != null) {
            out.columns(new ResultColumns(session.database()).of(prepared.getMetaData()));
        }
        out.done(0xc1, -1);
    }

    private void send(JdbcResultSet result, int command) throws IOException, SQLException {
        List<ResultColumn> columns = new ResultColumns(session.database()).of(result.getMetaData());
        SqlType[] types = columns.stream().map(ResultColumn::type).toArray(SqlType[]::new);
        Value[] row = new Value[types.length];
        out.columns(columns);
        long limit = session.options().rowLimit() == 0
                ? Long.MAX_VALUE
                : session.options().rowLimit();
        long rows = 0;
        while (rows < limit && !session.isInterrupted() && result.next()) {
            for (int i = 0; i < row.length; i++) {
                row[i] = result.getInternal(i + 1);
            }
            out.row(types, row);
            rows++;
        }
        counted(command, rows);
    }

    /** Where a SELECT … INTO names its table, or -1. */
    private static int intoOf(List<Token> tokens) {
        if (!tokens.getFirst().is("SELECT")) {
            return -1;
        }
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).isSymbol("(") ? 1 : tokens.get(i).isSymbol(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is("INTO")) {
                return i;
            }
        }
        return -1;
    }

    private void selectInto(List<Token> tokens, int into) throws IOException, SQLException {
        TokenCursor cursor = new TokenCursor(tokens);
        cursor.moveTo(into + 1);
        ObjectName target = cursor.objectName();
        List<Token> query = new ArrayList<>(tokens.subList(0, into));
        query.addAll(cursor.rest());
        Translation translation = new Translator(names).statement(query);
        TableDefinition definition;
        try (PreparedStatement prepared = prepare(translation)) {
            definition = new TableDefinition(
                    new ResultColumns(session.database()).definitions(prepared.getMetaData()), List.of(), List.of());
        }
        String physical = session.database().create(definition);
        session.transaction().made(physical);
        session.catalog().add(target, "U ", physical, null);
        Translation insert =
                new Translation("INSERT INTO \"data\"." + physical + " " + translation.sql(), translation.variables());
        try (PreparedStatement prepared = prepare(insert)) {
            counted(0xc2, prepared.executeLargeUpdate());
        }
    }
}
