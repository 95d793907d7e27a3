package dev.sluice.testkit.mssql.tsql;

import java.util.List;

/** The name of a table or view. */
public record ObjectName(String database, String schema, String name) {
    /** @param parts one to three; an empty schema is the default one */
    static ObjectName of(List<String> parts) {
        int count = parts.size();
        if (count > 3) {
            throw new ServerError(
                    117,
                    1,
                    15,
                    "The object name '" + String.join(".", parts)
                            + "' contains more than the maximum number of prefixes. The maximum is 2.");
        }
        String schema = count > 1 ? parts.get(count - 2) : "";
        return new ObjectName(count > 2 ? parts.get(0) : "", schema.isEmpty() ? "dbo" : schema, parts.get(count - 1));
    }

    /** Of text as OBJECT_ID and sp_rename take it: {@code [dbo].[t]}. */
    public static ObjectName parse(String text) {
        return new TokenCursor(Lexer.tokens(text)).objectName();
    }

    /** As messages name it. */
    @Override
    public String toString() {
        return schema + "." + name;
    }
}
