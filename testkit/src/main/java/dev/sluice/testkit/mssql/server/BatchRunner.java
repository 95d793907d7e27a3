package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tds.Response;
import dev.sluice.testkit.mssql.tsql.Lexer;
import dev.sluice.testkit.mssql.tsql.Script;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.Statement;
import dev.sluice.testkit.mssql.tsql.Token;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Runs the statements of a batch in order, until one fails that ends it. */
final class BatchRunner {
    private final Session session;
    private final Variables variables;
    private final Response out;

    BatchRunner(Session session, Variables variables, Response out) {
        this.session = session;
        this.variables = variables;
        this.out = out;
    }

    void run(String sql) throws IOException {
        List<Statement> statements;
        try {
            statements = Script.parse(sql);
        } catch (ServerError e) {
            out.error(e);
            return;
        }
        if (statements.isEmpty()) {
            out.done(0, -1);
        }
        run(statements);
    }

    /** @return whether the batch goes on */
    private boolean run(List<Statement> statements) throws IOException {
        for (Statement statement : statements) {
            if (!run(statement)) {
                return false;
            }
        }
        return true;
    }

    private boolean run(Statement statement) throws IOException {
        return switch (statement) {
            case Statement.Block block -> run(block.statements());
            case Statement.Simple simple -> guarded(() -> new StatementRunner(session, variables, out).run(simple));
            case Statement.If branch -> {
                boolean[] met = new boolean[1];
                if (!guarded(() -> met[0] = isMet(branch.condition()))) {
                    yield false;
                }
                if (met[0]) {
                    yield run(branch.then());
                }
                if (branch.otherwise() == null) {
                    // a statement that isn't run is done too
                    out.done(0, -1);
                    yield true;
                }
                yield run(branch.otherwise());
            }
        };
    }

    private boolean isMet(List<Token> condition) throws SQLException {
        List<Token> query = new ArrayList<>(Lexer.tokens("SELECT CASE WHEN"));
        query.addAll(condition);
        query.addAll(Lexer.tokens("THEN 1 ELSE 0 END"));
        return new QueryRunner(session, variables, out).scalar(query).getInt() == 1;
    }

    /** Something that may fail as statements do. */
    private interface Action {
        void run() throws IOException, SQLException;
    }

    private boolean guarded(Action action) throws IOException {
        if (session.isInterrupted()) {
            return false;
        }
        boolean failed = true;
        try {
            action.run();
            failed = false;
            return !session.isInterrupted();
        } catch (SQLException e) {
            return failed(session.catalog().translate(e));
        } catch (ServerError e) {
            return failed(e);
        } catch (RuntimeException e) {
            return failed(ServerError.of(50000, "The test server failed: " + e));
        } finally {
            leave(failed);
        }
    }

    private void leave(boolean failed) throws IOException {
        try {
            session.transaction().leave(failed);
        } catch (SQLException e) {
            out.error(session.catalog().translate(e));
        }
    }

    private boolean failed(ServerError error) throws IOException {
        if (session.isInterrupted()) {
            out.done(0, -1);
            return false;
        }
        out.error(error);
        boolean gone = H2Errors.endsTransaction(error) || session.options().abortOnError();
        if (gone && session.transaction().count() > 0) {
            try {
                session.transaction().rollback(out);
            } catch (SQLException e) {
                throw new IOException(e);
            }
        }
        return !gone && H2Errors.endsStatementOnly(error);
    }
}
