package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.Lexer;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.SqlType;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import dev.sluice.testkit.mssql.tsql.TypeParser;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.h2.value.Value;
import org.h2.value.ValueNull;

/** The variables and parameters of one batch. */
final class Variables {
    private final Map<String, Variable> variables = new LinkedHashMap<>();

    /** A typed value. */
    record Variable(SqlType type, Value value) {}

    /** Declares parameters: {@code @P0 int, @P1 nvarchar(4000)}, with their values in order. */
    static Variables of(String declarations, List<Value> values) {
        Variables result = new Variables();
        List<String> names = result.declare(new TokenCursor(Lexer.tokens(declarations)));
        for (int i = 0; i < names.size(); i++) {
            result.set(names.get(i), i < values.size() ? values.get(i) : ValueNull.INSTANCE);
        }
        return result;
    }

    /** Declares names with types up to the end or to what follows an {@code =}, which is left to the caller. */
    List<String> declare(TokenCursor cursor) {
        List<String> names = new ArrayList<>();
        while (cursor.peek().kind() == Token.Kind.VARIABLE) {
            String name = cursor.next().text();
            cursor.accept("AS");
            variables.put(name.toLowerCase(Locale.ROOT), new Variable(TypeParser.declared(cursor), ValueNull.INSTANCE));
            names.add(name);
            if (!cursor.accept("OUTPUT")) {
                cursor.accept("OUT");
            }
            if (!cursor.acceptSymbol(",")) {
                break;
            }
        }
        return names;
    }

    void set(String name, Value value) {
        variables.put(name.toLowerCase(Locale.ROOT), new Variable(find(name).type(), value));
    }

    Variable find(String name) {
        Variable variable = variables.get(name.toLowerCase(Locale.ROOT));
        if (variable == null) {
            throw new ServerError(137, 2, 15, "Must declare the scalar variable \"" + name + "\".");
        }
        return variable;
    }
}
