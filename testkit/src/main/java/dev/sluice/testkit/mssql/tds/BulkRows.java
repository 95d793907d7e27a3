package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.value.Value;

/** The rows of a bulk load message, read as they arrive. */
public final class BulkRows {
    private static final int COLUMNS = 0x81;
    private static final int ROW = 0xd1;
    private static final int DONE = 0xfd;

    private final MessageInput in;
    private final ValueReader values;
    private final List<String> names = new ArrayList<>();
    private final List<WireType> types = new ArrayList<>();

    public BulkRows(MessageInput in, SessionLocal session) throws IOException {
        this.in = in;
        this.values = new ValueReader(in, session);
        if (in.u8() != COLUMNS) {
            throw unexpected();
        }
        int count = in.u16();
        for (int i = 0; i < count; i++) {
            in.i32();
            in.u16();
            types.add(TypeInfo.read(in));
            names.add(in.shortText());
        }
    }

    public List<String> names() {
        return names;
    }

    public List<SqlType> types() {
        return types.stream().map(WireType::type).toList();
    }

    /** @return false at the end */
    public boolean next(Value[] row) throws IOException {
        if (in.atEnd()) {
            return false;
        }
        int token = in.u8();
        if (token == DONE) {
            in.drain();
            return false;
        }
        if (token != ROW) {
            throw unexpected();
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = values.read(types.get(i));
        }
        return true;
    }

    private static ServerError unexpected() {
        return ServerError.of(4804, "While reading current row from host, a premature end-of-message was encountered.");
    }
}
