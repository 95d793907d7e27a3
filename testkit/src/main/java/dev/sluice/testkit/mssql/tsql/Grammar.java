package dev.sluice.testkit.mssql.tsql;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.shardingsphere.sql.parser.autogen.SQLServerStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.SQLServerStatementParser;

/**
 * Whether a statement is T-SQL, judged by Apache ShardingSphere's grammar and not by the database that runs it here.
 * Thread-safe.
 */
public final class Grammar {
    private static final int REMEMBERED = 4096;

    private static final Set<String> UNKNOWN = Set.of(
            "EXEC",
            "EXECUTE",
            "SET",
            "WAITFOR",
            "DECLARE",
            "PRINT",
            "USE",
            "RAISERROR",
            "THROW",
            "KILL",
            "SAVE",
            "BEGIN",
            "COMMIT",
            "ROLLBACK");

    private final Map<String, String> verdicts = Collections.synchronizedMap(new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    });

    /**
     * Judges a statement, unless it is one that the grammar doesn't know though SQL Server does.
     *
     * @throws ServerError 102 where the grammar doesn't accept it
     */
    public void check(Statement.Simple statement) {
        List<Token> tokens = statement.tokens();
        String first = tokens.getFirst().keyword();
        if (first.equals("WITH")) {
            checkParts(statement);
        } else if (!UNKNOWN.contains(first) && !(first.equals("MERGE") && usesValues(tokens))) {
            check(GrammarText.of(statement, 0, tokens.size()));
        }
    }

    /** MERGE … USING (VALUES …). */
    private static boolean usesValues(List<Token> tokens) {
        return IntStream.range(0, tokens.size() - 2)
                .anyMatch(i -> tokens.get(i).is("USING") && tokens.get(i + 2).is("VALUES"));
    }

    /** Common table expressions and the statement behind them, each by itself. */
    private void checkParts(Statement.Simple statement) {
        TokenCursor cursor = new TokenCursor(statement.tokens());
        cursor.next();
        do {
            cursor.name();
            if (cursor.acceptSymbol("(")) {
                cursor.parenthesized();
            }
            cursor.expect("AS");
            cursor.expectSymbol("(");
            int start = cursor.position();
            if (cursor.parenthesized().isEmpty()) {
                throw cursor.unexpected();
            }
            check(GrammarText.of(statement, start, cursor.position() - 1));
        } while (cursor.acceptSymbol(","));
        if (cursor.atEnd()) {
            throw cursor.unexpected();
        }
        check(GrammarText.of(statement, cursor.position(), statement.tokens().size()));
    }

    private void check(String statement) {
        String verdict = verdicts.computeIfAbsent(statement, Grammar::judge);
        if (!verdict.isEmpty()) {
            throw ServerError.syntax(verdict);
        }
    }

    /** Empty, or what is wrong. */
    private static String judge(String statement) {
        try {
            parse(statement, PredictionMode.SLL);
            return "";
        } catch (ParseCancellationException e) {
            // the faster mode rejects some statements that the full one accepts
        }
        try {
            parse(statement, PredictionMode.LL);
            return "";
        } catch (ParseCancellationException e) {
            return "Incorrect syntax: " + e.getMessage();
        }
    }

    private static void parse(String statement, PredictionMode mode) {
        SQLServerStatementLexer lexer = new SQLServerStatementLexer(CharStreams.fromString(statement));
        lexer.removeErrorListeners();
        lexer.addErrorListener(new Rejection());
        SQLServerStatementParser parser = new SQLServerStatementParser(new CommonTokenStream(lexer));
        parser.removeErrorListeners();
        parser.addErrorListener(new Rejection());
        parser.getInterpreter().setPredictionMode(mode);
        parser.execute();
        if (parser.getCurrentToken().getType() != org.antlr.v4.runtime.Token.EOF) {
            throw new ParseCancellationException(
                    "near '" + parser.getCurrentToken().getText() + "'");
        }
    }

    private static final class Rejection extends BaseErrorListener {
        @Override
        public void syntaxError(
                Recognizer<?, ?> recognizer,
                Object symbol,
                int line,
                int column,
                String message,
                RecognitionException cause) {
            int expected = message.indexOf(" expecting ");
            throw new ParseCancellationException("line " + line + " column " + column + ": "
                    + (expected < 0 ? message : message.substring(0, expected)));
        }
    }
}
