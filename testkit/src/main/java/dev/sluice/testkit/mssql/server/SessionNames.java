package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.Names;
import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import java.math.BigDecimal;
import java.util.Locale;
import org.h2.value.Value;
import org.h2.value.ValueInteger;
import org.h2.value.ValueNull;
import org.h2.value.ValueNumeric;
import org.h2.value.ValueVarchar;

/** What names stand for in a session: tables of its database, variables of the batch, and the server's own. */
record SessionNames(Session session, Variables variables) implements Names {
    @Override
    public String table(ObjectName name) {
        return session.catalog().h2(name);
    }

    @Override
    public SqlType variable(String name) {
        if (!name.startsWith("@@")) {
            return variables.find(name).type();
        }
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "@@VERSION", "@@SERVERNAME", "@@LANGUAGE" -> SqlType.sized(SqlType.Base.NVARCHAR, 300);
            case "@@IDENTITY" -> SqlType.decimal(38, 0);
            case "@@SPID" -> SqlType.of(SqlType.Base.SMALLINT);
            case "@@ROWCOUNT", "@@TRANCOUNT", "@@ERROR", "@@MICROSOFTVERSION", "@@LOCK_TIMEOUT", "@@MAX_PRECISION" ->
                SqlType.of(SqlType.Base.INT);
            default -> throw new ServerError(137, 2, 15, "Must declare the scalar variable \"" + name + "\".");
        };
    }

    Value value(String name) {
        if (!name.startsWith("@@")) {
            return variables.find(name).value();
        }
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "@@VERSION" -> ValueVarchar.get(ServerVersion.TEXT);
            case "@@SERVERNAME" -> ValueVarchar.get("SLUICE");
            case "@@LANGUAGE" -> ValueVarchar.get("us_english");
            case "@@IDENTITY" -> identity();
            case "@@SPID" -> ValueInteger.get(session.id());
            case "@@ROWCOUNT" -> ValueInteger.get((int) session.rowCount());
            case "@@TRANCOUNT" -> ValueInteger.get(session.transaction().count());
            case "@@MICROSOFTVERSION" -> ValueInteger.get(16 << 24);
            case "@@LOCK_TIMEOUT" -> ValueInteger.get(-1);
            case "@@MAX_PRECISION" -> ValueInteger.get(38);
            default -> ValueInteger.get(0);
        };
    }

    private Value identity() {
        Value last = session.session().getLastIdentity();
        return last == ValueNull.INSTANCE ? last : ValueNumeric.get(BigDecimal.valueOf(last.getLong()));
    }
}
