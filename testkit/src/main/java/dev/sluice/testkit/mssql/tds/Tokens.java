package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.IOException;
import java.util.List;

/** Writes the tokens that an answer consists of. */
public final class Tokens {
    public static final int FINAL = 0;
    public static final int MORE = 1;
    public static final int ERROR = 2;
    public static final int COUNT = 0x10;
    public static final int ATTENTION = 0x20;

    /** Latin1_General_100_CI_AS with code page 1252, as SQL_Latin1_General_CP1_CI_AS is sent. */
    static final byte[] COLLATION = {0x09, 0x04, (byte) 0xd0, 0x00, 0x34};

    private final MessageOutput out;

    Tokens(MessageOutput out) {
        this.out = out;
    }

    public MessageOutput out() {
        return out;
    }

    /** A column of a result. */
    public record ResultColumn(String name, SqlType type, boolean nullable, boolean identity, boolean computed) {
        int flags() {
            return (nullable ? 1 : 0) | (computed ? 0x20 : 0x08) | (identity ? 0x10 : 0);
        }
    }

    public void columns(List<ResultColumn> columns) throws IOException {
        out.u8(0x81);
        out.u16(columns.size());
        for (ResultColumn column : columns) {
            out.i32(column.type().base() == SqlType.Base.ROWVERSION ? 80 : 0);
            out.u16(column.flags());
            TypeInfo.write(out, column.type());
            out.shortText(column.name());
        }
    }

    public void row() throws IOException {
        out.u8(0xd1);
    }

    /** DONE, after a statement of a batch. */
    public void done(int status, int command, long rows) throws IOException {
        done(0xfd, status, command, rows);
    }

    /** DONEINPROC, after a statement within a procedure. */
    public void doneInProcedure(int status, int command, long rows) throws IOException {
        done(0xff, status, command, rows);
    }

    /** DONEPROC, after a procedure. */
    public void doneProcedure(int status) throws IOException {
        done(0xfe, status, 0xe0, 0);
    }

    private void done(int token, int status, int command, long rows) throws IOException {
        out.u8(token);
        out.u16(status);
        out.u16(command);
        out.i64(rows);
    }

    public void returnStatus(int status) throws IOException {
        out.u8(0x79);
        out.i32(status);
    }

    /** An output parameter of type int. */
    public void returnValue(int ordinal, String name, int value) throws IOException {
        out.u8(0xac);
        out.u16(ordinal);
        out.shortText(name);
        out.u8(1);
        out.i32(0);
        out.u16(0);
        TypeInfo.write(out, SqlType.of(SqlType.Base.INT));
        out.u8(4);
        out.i32(value);
    }

    public void error(ServerError error, int line) throws IOException {
        message(0xaa, error.number(), error.state(), error.severity(), String.valueOf(error.getMessage()), line);
    }

    public void info(int number, String text) throws IOException {
        message(0xab, number, 1, 0, text, 1);
    }

    private void message(int token, int number, int state, int severity, String text, int line) throws IOException {
        String cut = text.length() > 2000 ? text.substring(0, 2000) : text;
        out.u8(token);
        out.u16(6 + 2 + 2 * cut.length() + MessageOutput.shortLength(Greeting.SERVER) + 1 + 4);
        out.i32(number);
        out.u8(state);
        out.u8(severity);
        out.longText(cut);
        out.shortText(Greeting.SERVER);
        out.shortText("");
        out.i32(line);
    }

    /** ENVCHANGE with texts: 1 database, 2 language, 4 packet size. */
    public void environment(int kind, String now, String before) throws IOException {
        out.u8(0xe3);
        out.u16(1 + MessageOutput.shortLength(now) + MessageOutput.shortLength(before));
        out.u8(kind);
        out.shortText(now);
        out.shortText(before);
    }

    void collation() throws IOException {
        out.u8(0xe3);
        out.u16(1 + 1 + COLLATION.length + 1);
        out.u8(7);
        out.u8(COLLATION.length);
        out.bytes(COLLATION);
        out.u8(0);
    }

    public void transactionBegun(long id) throws IOException {
        out.u8(0xe3);
        out.u16(11);
        out.u8(8);
        out.u8(8);
        out.i64(id);
        out.u8(0);
    }

    public void transactionEnded(boolean committed, long id) throws IOException {
        out.u8(0xe3);
        out.u16(11);
        out.u8(committed ? 9 : 10);
        out.u8(0);
        out.u8(8);
        out.i64(id);
    }
}
