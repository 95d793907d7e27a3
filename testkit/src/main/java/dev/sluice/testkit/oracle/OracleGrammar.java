package dev.sluice.testkit.oracle;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
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

    private static final Map<String, Optional<String>> VERDICTS = new ConcurrentHashMap<>();

    private OracleGrammar() {}

    /** What is wrong with a statement; empty where nothing is. */
    static Optional<String> problem(String sql) {
        return VERDICTS.computeIfAbsent(sql, OracleGrammar::parse);
    }

    private static Optional<String> parse(String sql) {
        String text = sql;
        for (Gap gap : GAPS) {
            text = gap.oracle().matcher(text).replaceAll(gap.understood());
        }
        OracleStatementLexer lexer = new OracleStatementLexer(CharStreams.fromString(text));
        OracleStatementParser parser = new OracleStatementParser(new CommonTokenStream(lexer));
        listen(lexer);
        listen(parser);
        try {
            parser.execute();
            return parser.getCurrentToken().getType() == Parser.EOF
                            || parser.getCurrentToken().getType() == -1
                    ? Optional.empty()
                    : Optional.of(
                            "what follows '" + parser.getCurrentToken().getText() + "' isn't part of a statement");
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
