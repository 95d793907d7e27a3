package dev.sluice.testkit.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.atn.PredictionMode;
import org.antlr.v4.runtime.misc.ParseCancellationException;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementLexer;
import org.apache.shardingsphere.sql.parser.autogen.OracleStatementParser;

/** Whether a text is Oracle's SQL, judged by Apache ShardingSphere's grammar of it. Thread-safe. */
final class OracleGrammar {
    private record Gap(Pattern oracle, String understood) {
        static Gap of(String oracle, String understood) {
            return new Gap(Pattern.compile(oracle), understood);
        }
    }

    /** What Oracle has and the grammar doesn't: said in words that it knows, so that the rest is still checked. */
    private static final List<Gap> GAPS =
            List.of(Gap.of("(JSON|VECTOR)_SERIALIZE\\((\\S+) RETURNING CLOB\\)", "TO_CLOB($2)"));

    private static final boolean TRUSTS = Boolean.getBoolean(OracleOverH2.TRUSTS_STATEMENTS);

    private static final Map<String, Optional<String>> VERDICTS = new ConcurrentHashMap<>();

    private OracleGrammar() {}

    /** What is wrong with a statement; empty where nothing is. */
    static Optional<String> problem(String sql) {
        return TRUSTS ? Optional.empty() : VERDICTS.computeIfAbsent(sql, OracleGrammar::parse);
    }

    private static Optional<String> parse(String sql) {
        String text = sql;
        for (Gap gap : GAPS) {
            text = gap.oracle().matcher(text).replaceAll(gap.understood());
        }
        // the fast way says no to some texts that are right, and never yes to one that isn't
        return parse(text, PredictionMode.SLL).isEmpty() ? Optional.empty() : parse(text, PredictionMode.LL);
    }

    private static Optional<String> parse(String text, PredictionMode mode) {
        OracleStatementLexer lexer = new OracleStatementLexer(CharStreams.fromString(text));
        OracleStatementParser parser = new OracleStatementParser(new CommonTokenStream(lexer));
        parser.getInterpreter().setPredictionMode(mode);
        listen(lexer);
        listen(parser);
        try {
            parser.execute();
            String next = parser.getCurrentToken().getText();
            return parser.getCurrentToken().getType() == Recognizer.EOF
                    ? Optional.empty()
                    : Optional.of("'" + next + "' isn't part of the statement before it");
        } catch (ParseCancellationException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static void listen(Recognizer<?, ?> recognizer) {
        recognizer.removeErrorListeners();
        recognizer.addErrorListener(new BaseErrorListener() {
            @Override
            public void syntaxError(
                    Recognizer<?, ?> source,
                    Object symbol,
                    int line,
                    int column,
                    String message,
                    RecognitionException cause) {
                throw new ParseCancellationException(line + ":" + column + " " + message);
            }
        });
    }
}
