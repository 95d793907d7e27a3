package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.Token.Kind;
import java.util.Map;
import java.util.Set;

/**
 * The text of a statement as the grammar takes it. What SQL Server has and the grammar doesn't know is left out, or has
 * something like it in its place; all of it is listed here.
 */
final class GrammarText {
    private static final Set<String> HINTS = Set.of(
            "NOLOCK",
            "READUNCOMMITTED",
            "READCOMMITTED",
            "READCOMMITTEDLOCK",
            "REPEATABLEREAD",
            "SERIALIZABLE",
            "SNAPSHOT",
            "HOLDLOCK",
            "UPDLOCK",
            "XLOCK",
            "ROWLOCK",
            "PAGLOCK",
            "TABLOCK",
            "TABLOCKX",
            "READPAST",
            "NOWAIT",
            "KEEPIDENTITY",
            "KEEPDEFAULTS",
            "FORCESEEK",
            "FORCESCAN");

    /** Functions, with others that are called in the same way. */
    private static final Map<String, String> FUNCTIONS =
            Map.of("LEFT", "RIGHT", "STRING_AGG", "CONCAT", "CHECKSUM", "CONCAT");

    private final Statement.Simple statement;
    private final StringBuilder result = new StringBuilder();
    private final int origin;
    private int done;

    private GrammarText(Statement.Simple statement, int from) {
        this.statement = statement;
        this.origin = statement.tokens().getFirst().start();
        this.done = statement.tokens().get(from).start() - origin;
    }

    /** Of some of the tokens. */
    static String of(Statement.Simple statement, int from, int to) {
        return new GrammarText(statement, from).text(from, to);
    }

    private String text(int from, int to) {
        TokenCursor cursor = new TokenCursor(statement.tokens().subList(0, to));
        cursor.moveTo(from);
        while (!cursor.atEnd()) {
            int start = cursor.position();
            Token token = cursor.next();
            if (token.kind() == Kind.QUOTED && hasWhatTheGrammarCannotRead(token.text())) {
                replace(start, cursor.position(), "[name]");
            } else if (token.kind() == Kind.BINARY && token.text().isEmpty()) {
                replace(start, cursor.position(), "0x00");
            } else if (isWindowed(cursor, token)) {
                cursor.next();
                cursor.parenthesized();
                replace(start, cursor.position(), "ROW_NUMBER()");
            } else if (FUNCTIONS.containsKey(token.keyword()) && cursor.peek().isSymbol("(")) {
                replace(start, cursor.position(), FUNCTIONS.get(token.keyword()));
            } else if (token.is("COLLATE")) {
                cursor.name();
                replace(start, cursor.position(), "");
            } else if (token.is("WITH") && cursor.acceptSymbol("(")) {
                boolean hints = cursor.parenthesized().stream()
                        .allMatch(hint -> hint.isSymbol(",") || HINTS.contains(hint.keyword()));
                if (hints) {
                    replace(start, cursor.position(), "");
                }
            }
        }
        append(statement.tokens().get(to - 1).end() - origin);
        return result.toString();
    }

    /** In brackets there may be anything, but the grammar knows letters and few others. */
    private static boolean hasWhatTheGrammarCannotRead(String name) {
        return name.chars()
                .anyMatch(next -> next < 128 && !Character.isLetterOrDigit(next) && next != '_' && next != ' ');
    }

    /** Whether a function is called OVER a window; the grammar knows few of those. */
    private static boolean isWindowed(TokenCursor cursor, Token token) {
        if (token.kind() != Kind.WORD || !cursor.peek().isSymbol("(")) {
            return false;
        }
        int start = cursor.position();
        cursor.next();
        cursor.parenthesized();
        boolean windowed = cursor.peek().is("OVER");
        cursor.moveTo(start);
        return windowed;
    }

    private void append(int end) {
        if (end > done) {
            result.append(statement.text(), done, end);
            done = end;
        }
    }

    private void replace(int from, int to, String text) {
        append(statement.tokens().get(from).start() - origin);
        result.append(text);
        done = statement.tokens().get(to - 1).end() - origin;
    }
}
