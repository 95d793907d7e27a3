package dev.sluice.testkit.mssql.tsql;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Divides a batch into statements: T-SQL doesn't need semicolons between them. */
public final class Script {
    private static final Set<String> STARTS = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "CREATE",
            "DROP",
            "ALTER",
            "SET",
            "EXEC",
            "EXECUTE",
            "IF",
            "BEGIN",
            "COMMIT",
            "ROLLBACK",
            "SAVE",
            "DECLARE",
            "PRINT",
            "TRUNCATE",
            "USE",
            "WAITFOR",
            "GRANT",
            "REVOKE",
            "DENY",
            "RAISERROR",
            "THROW",
            "KILL",
            "END",
            "ELSE");

    private final String text;
    private final TokenCursor cursor;

    private Script(String text) {
        this.text = text;
        this.cursor = new TokenCursor(Lexer.tokens(text));
    }

    public static List<Statement> parse(String batch) {
        Script script = new Script(batch);
        List<Statement> statements = script.statements();
        if (!script.cursor.atEnd()) {
            throw script.cursor.unexpected();
        }
        return statements;
    }

    private List<Statement> statements() {
        List<Statement> statements = new ArrayList<>();
        while (true) {
            while (cursor.acceptSymbol(";")) {
                // an empty statement
            }
            if (cursor.atEnd() || cursor.peek().is("END")) {
                return statements;
            }
            statements.add(statement());
        }
    }

    private Statement statement() {
        if (cursor.accept("IF")) {
            List<Token> condition = condition();
            Statement then = statement();
            cursor.acceptSymbol(";");
            return new Statement.If(condition, then, cursor.accept("ELSE") ? statement() : null);
        }
        if (cursor.peek().is("BEGIN") && !isTransaction(cursor.peek(1))) {
            cursor.next();
            List<Statement> statements = statements();
            cursor.expect("END");
            return new Statement.Block(statements);
        }
        return simple();
    }

    private static boolean isTransaction(Token token) {
        return token.is("TRAN") || token.is("TRANSACTION");
    }

    private List<Token> condition() {
        List<Token> condition = new ArrayList<>();
        int depth = 0;
        while (!cursor.atEnd() && (depth > 0 || !STARTS.contains(cursor.peek().keyword()))) {
            Token token = cursor.next();
            depth += depth(token);
            condition.add(token);
        }
        return condition;
    }

    private Statement.Simple simple() {
        Token head = cursor.peek();
        boolean procedure = cursor.position() == 0
                && (head.kind() == Token.Kind.QUOTED
                        || head.kind() == Token.Kind.WORD && !STARTS.contains(head.keyword()) && !head.is("WITH"));
        // the first statement of a batch may be a procedure's name alone
        List<Token> tokens = procedure
                ? new ArrayList<>(List.of(new Token(Token.Kind.WORD, "EXEC", 0, 0)))
                : new ArrayList<>(List.of(cursor.next()));
        int depth = depth(tokens.getFirst());
        while (!cursor.atEnd()) {
            Token token = cursor.peek();
            if (depth == 0 && (token.isSymbol(";") || STARTS.contains(token.keyword()) && starts(tokens, token))) {
                break;
            }
            depth += depth(token);
            tokens.add(cursor.next());
        }
        return new Statement.Simple(
                tokens,
                text.substring(tokens.getFirst().start(), tokens.getLast().end()));
    }

    private static int depth(Token token) {
        return token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
    }

    /** Whether a word that may begin a statement does so after these tokens. */
    private static boolean starts(List<Token> before, Token word) {
        String first = before.getFirst().keyword();
        String last = before.getLast().keyword();
        if (last.equals("AS") || before.getLast().isSymbol(".")) {
            return false;
        }
        return switch (word.keyword()) {
            case "SELECT" ->
                !Set.of("UNION", "ALL", "EXCEPT", "INTERSECT").contains(last)
                        && !first.equals("GRANT")
                        && !first.equals("DENY")
                        && !first.equals("REVOKE")
                        && !(first.equals("INSERT") && lacks(before, "SELECT", "VALUES"))
                        && !(first.equals("WITH") && lacks(before, "SELECT", "INSERT", "MERGE"));
            case "INSERT", "UPDATE", "DELETE", "MERGE" ->
                !last.equals("THEN")
                        && !last.equals("FOR")
                        && !(last.equals("ON") && !first.equals("SET"))
                        && !Set.of("GRANT", "DENY", "REVOKE").contains(first)
                        && !(first.equals("WITH") && lacks(before, "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE"));
            case "SET" ->
                !(first.equals("UPDATE") && lacks(before, "SET"))
                        && !first.equals("MERGE")
                        && !(first.equals("WITH") && lacks(before, "SET", "SELECT"))
                        && !(first.equals("ALTER") && before.get(1).is("DATABASE"));
            case "DROP", "ALTER" ->
                !(first.equals("ALTER") && lacks(before.subList(1, before.size()), "DROP", "ALTER"));
            case "IF" -> !(first.equals("DROP") && before.size() == 2) && !(first.equals("ALTER") && before.size() > 2);
            case "GRANT" -> !last.equals("WITH");
            case "EXECUTE" -> !Set.of("GRANT", "DENY", "REVOKE").contains(first);
            case "CREATE" -> !Set.of("GRANT", "DENY", "REVOKE").contains(first);
            case "END", "ELSE" -> lacks(before, "CASE") || closed(before);
            default -> true;
        };
    }

    /** Whether none of the words is among the tokens, outside parentheses. */
    private static boolean lacks(List<Token> tokens, String... words) {
        int depth = 0;
        for (Token token : tokens) {
            depth += depth(token);
            if (depth == 0 && Set.of(words).contains(token.keyword())) {
                return false;
            }
        }
        return true;
    }

    /** Whether every CASE has its END. */
    private static boolean closed(List<Token> tokens) {
        return tokens.stream().filter(token -> token.is("CASE")).count()
                <= tokens.stream().filter(token -> token.is("END")).count();
    }
}
