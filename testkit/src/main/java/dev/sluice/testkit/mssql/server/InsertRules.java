package dev.sluice.testkit.mssql.server;

import dev.sluice.testkit.mssql.tsql.ObjectName;
import dev.sluice.testkit.mssql.tsql.ServerError;
import dev.sluice.testkit.mssql.tsql.TableDefinition;
import dev.sluice.testkit.mssql.tsql.TableDefinition.Column;
import dev.sluice.testkit.mssql.tsql.Token;
import dev.sluice.testkit.mssql.tsql.Token.Kind;
import dev.sluice.testkit.mssql.tsql.TokenCursor;
import java.util.ArrayList;
import java.util.List;

/** The rules of INSERT for identity, computed and rowversion columns, which H2 doesn't have. */
final class InsertRules {
    private InsertRules() {}

    /** @return the statement, with a list of columns where it needs one */
    static List<Token> apply(Session session, List<Token> tokens) {
        if (!tokens.getFirst().is("INSERT")) {
            return tokens;
        }
        TokenCursor cursor = new TokenCursor(tokens);
        cursor.next();
        cursor.accept("INTO");
        ObjectName name = cursor.objectName();
        Catalog.Entry table = session.catalog().find(name).orElse(null);
        TableDefinition definition = table == null ? null : session.catalog().definition(table);
        if (definition == null) {
            return tokens;
        }
        boolean takesIdentity = session.options().takesIdentity(table.physical());
        if (cursor.peek().is("WITH") && cursor.peek(1).isSymbol("(")) {
            cursor.moveTo(cursor.position() + 2);
            cursor.parenthesized();
        }
        int listAt = cursor.position();
        if (cursor.acceptSymbol("(") && cursor.peek().isName() && !cursor.peek().is("SELECT")) {
            for (List<Token> part : TokenCursor.split(cursor.parenthesized())) {
                String column = part.getLast().text();
                definition.column(column).ifPresent(found -> check(name, found, takesIdentity));
            }
            return tokens;
        }
        boolean special = definition.columns().stream().anyMatch(column -> !isListed(column, takesIdentity));
        return special && !cursor.peek().is("DEFAULT")
                ? withColumns(tokens, listAt, definition, takesIdentity)
                : tokens;
    }

    private static boolean isListed(Column column, boolean takesIdentity) {
        return column.isWritable() && (column.identity() == null || takesIdentity);
    }

    private static void check(ObjectName table, Column column, boolean takesIdentity) {
        if (column.computed() != null) {
            throw ServerError.of(
                    271,
                    "The column \"" + column.name()
                            + "\" cannot be modified because it is either a computed column or is the result of a"
                            + " UNION operator.");
        }
        if (!column.isWritable()) {
            throw ServerError.of(
                    273,
                    "Cannot insert an explicit value into a timestamp column. Use INSERT with a column"
                            + " list to exclude the timestamp column, or insert a DEFAULT into the timestamp column.");
        }
        if (column.identity() != null && !takesIdentity) {
            throw ServerError.of(
                    544,
                    "Cannot insert explicit value for identity column in table '" + table.name()
                            + "' when IDENTITY_INSERT is set to OFF.");
        }
    }

    private static List<Token> withColumns(
            List<Token> tokens, int at, TableDefinition definition, boolean takesIdentity) {
        List<Token> result = new ArrayList<>(tokens.subList(0, at));
        String separator = "(";
        for (Column column : definition.columns()) {
            if (isListed(column, takesIdentity)) {
                result.add(new Token(Kind.SYMBOL, separator, 0, 0));
                result.add(new Token(Kind.QUOTED, column.name(), 0, 0));
                separator = ",";
            }
        }
        result.add(new Token(Kind.SYMBOL, ")", 0, 0));
        result.addAll(tokens.subList(at, tokens.size()));
        return result;
    }
}
