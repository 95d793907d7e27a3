package dev.sluice.testkit.mssql.tsql;

import java.util.List;

/** A statement of a batch. */
public sealed interface Statement {
    /** @param text as the client sent it, for the grammar */
    record Simple(List<Token> tokens, String text) implements Statement {
        /**
         * The text of some of the tokens, as the grammar takes it: it knows neither doubled brackets in names nor the
         * empty 0x.
         */
        String text(int from, int to) {
            StringBuilder result = new StringBuilder();
            int origin = tokens.getFirst().start();
            int done = tokens.get(from).start() - origin;
            for (Token token : tokens.subList(from, to)) {
                boolean doubled = token.kind() == Token.Kind.QUOTED && token.text().indexOf(']') >= 0;
                boolean empty = token.kind() == Token.Kind.BINARY && token.text().isEmpty();
                if (doubled || empty) {
                    result.append(text, done, token.start() - origin).append(doubled ? "[name]" : "0x00");
                    done = token.end() - origin;
                }
            }
            return result.append(text, done, tokens.get(to - 1).end() - origin).toString();
        }
    }

    /** @param otherwise null without ELSE */
    record If(List<Token> condition, Statement then, Statement otherwise) implements Statement {}

    record Block(List<Statement> statements) implements Statement {}
}
