package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** A place in a list of tokens. */
public final class TokenCursor {
    private static final Token END = new Token(Kind.END, "", 0, 0);

    private final List<Token> tokens;
    private int position;

    public TokenCursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    public boolean atEnd() {
        return position >= tokens.size();
    }

    public Token peek() {
        return peek(0);
    }

    public Token peek(int ahead) {
        int at = position + ahead;
        return at >= 0 && at < tokens.size() ? tokens.get(at) : END;
    }

    public Token next() {
        Token token = peek();
        position++;
        return token;
    }

    public int position() {
        return position;
    }

    public void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Whether these words are next; they are passed then. */
    public boolean accept(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        position += words.length;
        return true;
    }

    public boolean acceptSymbol(String symbol) {
        if (peek().isSymbol(symbol)) {
            position++;
            return true;
        }
        return false;
    }

    public void expect(String word) {
        if (!accept(word)) {
            throw unexpected();
        }
    }

    public void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected();
        }
    }

    /** A quoted or unquoted identifier. */
    public String name() {
        if (!peek().isName()) {
            throw unexpected();
        }
        return next().text();
    }

    /** A name of one to three parts: database, schema, object; an empty part is left out, as in db..t. */
    public ObjectName objectName() {
        List<String> parts = new ArrayList<>(List.of(name()));
        while (acceptSymbol(".")) {
            parts.add(peek().isSymbol(".") ? "" : name());
        }
        return ObjectName.of(parts);
    }

    public int number() {
        if (peek().kind() != Kind.NUMBER) {
            throw unexpected();
        }
        return Integer.parseInt(next().text());
    }

    /** The tokens up to a closing parenthesis, which is passed too; the opening one is behind. */
    public List<Token> parenthesized() {
        int start = position;
        int depth = 1;
        while (depth > 0) {
            if (atEnd()) {
                throw unexpected();
            }
            Token token = next();
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
        }
        return tokens.subList(start, position - 1);
    }

    public List<Token> rest() {
        List<Token> rest = tokens.subList(Math.min(position, tokens.size()), tokens.size());
        position = tokens.size();
        return rest;
    }

    public ServerError unexpected() {
        return ServerError.syntax("Incorrect syntax near '" + (atEnd() ? peek(-1) : peek()).text() + "'.");
    }

    /** Parts of a list between commas that are in no parentheses. */
    public static List<List<Token>> split(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
            if (depth == 0 && token.isSymbol(",")) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        if (start < tokens.size() || start > 0) {
            parts.add(tokens.subList(start, tokens.size()));
        }
        return parts;
    }
}
