package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tds.Tokens.ResultColumn;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.IOException;
import java.util.List;
import org.h2.value.Value;

/** The answer to one message: results, counts and errors of statements, one after the other. */
public final class Response {
    private final Tokens tokens;
    private final ValueWriter values;
    private boolean inProcedure;
    private Done pending;

    Response(Tokens tokens) {
        this.tokens = tokens;
        this.values = new ValueWriter(tokens.out());
    }

    /** The end of a statement, kept back until it is known whether more follows. */
    private record Done(int status, int command, long rows, boolean procedure) {}

    public void columns(List<ResultColumn> columns) throws IOException {
        flush(true);
        tokens.columns(columns);
    }

    public void row(SqlType[] types, Value[] row) throws IOException {
        tokens.row();
        for (int i = 0; i < types.length; i++) {
            values.write(types[i], row[i]);
        }
    }

    /** A statement is done, with a number of rows if that is not negative. */
    public void done(int command, long rows) throws IOException {
        flush(true);
        pending = new Done(rows < 0 ? 0 : Tokens.COUNT, command, Math.max(0, rows), inProcedure);
    }

    /** A statement failed. */
    public void error(ServerError error) throws IOException {
        flush(true);
        tokens.error(error, 1);
        pending = new Done(Tokens.ERROR, 0, 0, inProcedure);
    }

    public void info(String text) throws IOException {
        flush(true);
        tokens.info(0, text);
    }

    public Tokens tokens() throws IOException {
        flush(true);
        return tokens;
    }

    void beginProcedure() throws IOException {
        flush(true);
        inProcedure = true;
    }

    /** @param last whether no other call follows */
    void endProcedure(int status, boolean last) throws IOException {
        boolean failed = pending != null && pending.status() == Tokens.ERROR;
        flush(true);
        inProcedure = false;
        tokens.returnStatus(status);
        tokens.doneProcedure((last ? Tokens.FINAL : Tokens.MORE) | (failed ? Tokens.ERROR : 0));
    }

    void end() throws IOException {
        flush(false);
        tokens.out().end();
    }

    private void flush(boolean more) throws IOException {
        if (pending != null) {
            Done done = pending;
            pending = null;
            int status = done.status() | (more || done.procedure() ? Tokens.MORE : 0);
            if (done.procedure()) {
                tokens.doneInProcedure(status, done.command(), done.rows());
            } else {
                tokens.done(status, done.command(), done.rows());
            }
        }
    }
}
