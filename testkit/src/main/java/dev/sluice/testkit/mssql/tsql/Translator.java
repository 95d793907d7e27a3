package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.Token.Kind;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Turns queries and DML of T-SQL into H2's SQL, token by token. */
public final class Translator {
    private static final Charset CODE_PAGE = Charset.forName("windows-1252");

    private static final Set<String> NOT_ALIASES = Set.of(
            "AS",
            "WITH",
            "SET",
            "WHERE",
            "ON",
            "JOIN",
            "INNER",
            "LEFT",
            "RIGHT",
            "FULL",
            "CROSS",
            "OUTER",
            "GROUP",
            "ORDER",
            "HAVING",
            "UNION",
            "EXCEPT",
            "INTERSECT",
            "USING",
            "WHEN",
            "VALUES",
            "SELECT",
            "DEFAULT",
            "OPTION",
            "OUTPUT",
            "FOR",
            "OFFSET",
            "FETCH",
            "FROM",
            "");

    private final Names names;
    private final List<String> variables = new ArrayList<>();
    private final Set<String> withNames = new HashSet<>();
    private final Functions functions = new Functions(this);

    public Translator(Names names) {
        this.names = names;
    }

    /** A whole statement. */
    public Translation statement(List<Token> tokens) {
        if (tokens.getFirst().is("WITH")) {
            findWithNames(tokens);
        }
        String sql = sql(tokens);
        return new Translation(sql, List.copyOf(variables));
    }

    /** A part of a statement; its parameters come after those of the parts before. */
    String sql(List<Token> tokens) {
        TokenCursor cursor = new TokenCursor(tokens);
        StringBuilder out = new StringBuilder();
        boolean inFrom = false;
        while (!cursor.atEnd()) {
            Token token = cursor.peek();
            boolean table = false;
            boolean alias = true;
            switch (token.keyword()) {
                case "FROM", "JOIN", "USING" -> {
                    table = true;
                    inFrom = true;
                }
                case "APPLY" -> table = true;
                case "INTO" -> {
                    table = true;
                    alias = !new TokenCursor(tokens).peek().is("INSERT") && !hasBefore(cursor, "INSERT");
                }
                case "UPDATE" ->
                    table = cursor.position() == 0 || !cursor.peek(-1).is("THEN");
                case "MERGE" -> table = !cursor.peek(1).is("INTO");
                case "DELETE" -> {
                    if (!cursor.peek(-1).is("THEN") && !cursor.peek(1).is("FROM")) {
                        cursor.next();
                        out.append("DELETE FROM ");
                        table(cursor, out, true);
                        continue;
                    }
                }
                case "INSERT" -> {
                    if (!cursor.peek(-1).is("THEN") && !cursor.peek(1).is("INTO")) {
                        cursor.next();
                        out.append("INSERT INTO ");
                        table(cursor, out, false);
                        continue;
                    }
                }
                case "WHERE", "GROUP", "ORDER", "HAVING", "SELECT", "UNION", "SET", "WHEN" -> inFrom = false;
                default -> {
                    // not before a table
                }
            }
            if (table) {
                out.append(cursor.next().text()).append(' ');
                table(cursor, out, alias);
            } else if (inFrom && token.isSymbol(",")) {
                cursor.next();
                out.append(", ");
                table(cursor, out, true);
            } else {
                expression(cursor, out);
            }
        }
        return out.toString();
    }

    private static boolean hasBefore(TokenCursor cursor, String word) {
        return cursor.peek(-1).is(word);
    }

    private void findWithNames(List<Token> tokens) {
        for (int i = 1; i < tokens.size(); i++) {
            boolean starts = tokens.get(i - 1).is("WITH") || tokens.get(i - 1).isSymbol(",");
            if (starts && tokens.get(i).isName()) {
                TokenCursor cursor = new TokenCursor(tokens);
                cursor.moveTo(i);
                String name = cursor.name();
                if (cursor.acceptSymbol("(")) {
                    cursor.parenthesized();
                }
                if (cursor.accept("AS") && cursor.acceptSymbol("(")) {
                    withNames.add(name.toLowerCase(java.util.Locale.ROOT));
                }
            }
        }
    }

    /** What stands where a table can stand: its name, hints and alias, or nothing of it where a query is in its place. */
    private void table(TokenCursor cursor, StringBuilder out, boolean alias) {
        if (cursor.accept("TOP")) {
            throw ServerError.of(50000, "TOP in UPDATE and DELETE is not supported by this test server.");
        }
        if (!cursor.peek().isName()
                || cursor.peek().is("VALUES")
                || cursor.peek().is("SELECT")) {
            return;
        }
        int start = cursor.position();
        ObjectName name = cursor.objectName();
        if (cursor.peek().isSymbol("(") && !hint(cursor) && alias) {
            cursor.moveTo(start);
            return;
        }
        boolean single = cursor.position() == start + 1;
        boolean known = single && withNames.contains(name.name().toLowerCase(java.util.Locale.ROOT));
        out.append(known ? quote(name.name()) : names.table(name)).append(' ');
        skipHints(cursor);
        boolean explicit = cursor.accept("AS");
        Token next = cursor.peek();
        if (explicit
                || next.kind() == Kind.QUOTED
                || next.kind() == Kind.WORD && !NOT_ALIASES.contains(next.keyword())) {
            if (alias) {
                out.append("AS ").append(quote(cursor.name())).append(' ');
            }
            skipHints(cursor);
        } else if (alias) {
            out.append("AS ").append(quote(name.name())).append(' ');
        }
    }

    private static boolean hint(TokenCursor cursor) {
        return cursor.peek(1).is("NOLOCK")
                || cursor.peek(1).is("TABLOCK")
                || cursor.peek(1).is("UPDLOCK");
    }

    private static void skipHints(TokenCursor cursor) {
        if (cursor.peek().is("WITH") && cursor.peek(1).isSymbol("(")) {
            cursor.next();
            cursor.next();
            cursor.parenthesized();
        } else if (cursor.peek().isSymbol("(") && hint(cursor)) {
            cursor.next();
            cursor.parenthesized();
        }
    }

    private void expression(TokenCursor cursor, StringBuilder out) {
        Token token = cursor.peek();
        switch (token.kind()) {
            case STRING -> out.append(literal(new String(cursor.next().text().getBytes(CODE_PAGE), CODE_PAGE)));
            case WIDE_STRING -> out.append(literal(cursor.next().text()));
            case BINARY -> {
                String digits = cursor.next().text();
                out.append("X'")
                        .append(digits.length() % 2 == 0 ? "" : "0")
                        .append(digits)
                        .append('\'');
            }
            case NUMBER -> out.append(cursor.next().text());
            case VARIABLE -> variable(cursor.next().text(), out);
            case WORD -> word(cursor, out);
            case QUOTED -> chain(cursor, out);
            case SYMBOL -> symbol(cursor, out);
            case END -> throw cursor.unexpected();
        }
        out.append(' ');
    }

    private void symbol(TokenCursor cursor, StringBuilder out) {
        String symbol = cursor.next().text();
        if (symbol.equals("(")) {
            out.append('(').append(sql(cursor.parenthesized())).append(')');
        } else {
            out.append(
                    switch (symbol) {
                        case "!=" -> "<>";
                        case "!<" -> ">=";
                        case "!>" -> "<=";
                        default -> symbol;
                    });
        }
    }

    private void word(TokenCursor cursor, StringBuilder out) {
        if (cursor.accept("COLLATE")) {
            cursor.name();
        } else if (cursor.accept("OPTION") && cursor.acceptSymbol("(")) {
            cursor.parenthesized();
        } else if (cursor.peek().is("MATCHED")
                && cursor.peek(1).is("BY")
                && cursor.peek(2).is("TARGET")) {
            cursor.moveTo(cursor.position() + 3);
            out.append("MATCHED");
        } else if (cursor.peek(1).isSymbol("(") && functions.find(cursor.peek().text())) {
            String name = cursor.next().text();
            cursor.next();
            out.append(functions.call(name, cursor.parenthesized()));
        } else if (cursor.peek(1).isSymbol(".")) {
            chain(cursor, out);
        } else {
            out.append(functions.word(cursor.next().text()));
        }
    }

    /** A column with what qualifies it; a schema before the table's name is left out. */
    private static void chain(TokenCursor cursor, StringBuilder out) {
        List<String> parts = new ArrayList<>(List.of(part(cursor.next())));
        while (cursor.acceptSymbol(".")) {
            parts.add(part(cursor.next()));
        }
        out.append(String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size())));
    }

    private static String part(Token token) {
        return token.isName() ? quote(token.text()) : token.text();
    }

    private void variable(String name, StringBuilder out) {
        SqlType type = names.variable(name);
        variables.add(name);
        out.append("CAST(? AS ").append(type.h2()).append(')');
    }

    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    public static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
