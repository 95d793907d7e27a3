package dev.sluice.testkit.mssql.tds;

import dev.sluice.testkit.mssql.tsql.SqlType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.h2.engine.SessionLocal;
import org.h2.value.Value;

/**
 * A call of a procedure.
 *
 * @param last whether no other call follows in the same message
 */
public record RemoteCall(String procedure, List<Parameter> parameters, boolean last) {
    private static final int BATCH_SEPARATOR = 0xff;

    /** A value of the client's. */
    public record Parameter(String name, boolean output, SqlType type, Value value) {}

    static RemoteCall read(MessageInput in, SessionLocal session) throws IOException {
        int nameLength = in.u16();
        String procedure = nameLength == 0xffff ? byNumber(in.u16()) : in.text(nameLength);
        in.u16();
        ValueReader values = new ValueReader(in, session);
        List<Parameter> parameters = new ArrayList<>();
        while (!in.atEnd()) {
            int length = in.u8();
            if (length == BATCH_SEPARATOR) {
                return new RemoteCall(procedure, parameters, in.atEnd());
            }
            String name = in.text(length);
            boolean output = (in.u8() & 1) != 0;
            WireType type = TypeInfo.read(in);
            parameters.add(new Parameter(name, output, type.type(), values.read(type)));
        }
        return new RemoteCall(procedure, parameters, true);
    }

    private static String byNumber(int number) {
        return switch (number) {
            case 10 -> "sp_executesql";
            case 11 -> "sp_prepare";
            case 12 -> "sp_execute";
            case 13 -> "sp_prepexec";
            case 15 -> "sp_unprepare";
            default -> "procedure " + number;
        };
    }
}
