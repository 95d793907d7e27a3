package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ServerError;
import java.util.HashMap;
import java.util.Map;

/** The statements that a session prepared, by their handles. */
final class Prepared {
    private final Map<Integer, Text> statements = new HashMap<>();
    private int handles;

    /** A statement and the declarations of its parameters. */
    record Text(String sql, String declarations) {}

    int add(String sql, String declarations) {
        statements.put(++handles, new Text(sql, declarations));
        return handles;
    }

    Text find(int handle) {
        Text text = statements.get(handle);
        if (text == null) {
            throw new ServerError(8179, 2, 16, "Could not find prepared statement with handle " + handle + ".");
        }
        return text;
    }

    void remove(int handle) {
        find(handle);
        statements.remove(handle);
    }
}
