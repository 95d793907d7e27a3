package dev.sluice.testkit.mssql.tsql;

import dev.sluice.testkit.mssql.tsql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Cuts T-SQL into tokens, without comments. */
public final class Lexer {
    private static final List<String> LONG_SYMBOLS =
            List.of("<>", "<=", ">=", "!=", "!<", "!>", "+=", "-=", "*=", "/=", "%=", "::");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int position;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** @throws ServerError 105 where a string or name isn't closed */
    public static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        while (lexer.position < sql.length()) {
            lexer.next();
        }
        return lexer.tokens;
    }

    private void next() {
        char c = sql.charAt(position);
        char after = position + 1 < sql.length() ? sql.charAt(position + 1) : 0;
        if (Character.isWhitespace(c) || c == '\ufeff') {
            position++;
        } else if (c == '-' && after == '-') {
            int end = sql.indexOf('\n', position);
            position = end < 0 ? sql.length() : end;
        } else if (c == '/' && after == '*') {
            comment();
        } else if (c == '\'') {
            quoted(Kind.STRING, position + 1, '\'');
        } else if ((c == 'N' || c == 'n') && after == '\'') {
            quoted(Kind.WIDE_STRING, position + 2, '\'');
        } else if (c == '[') {
            quoted(Kind.QUOTED, position + 1, ']');
        } else if (c == '"') {
            quoted(Kind.QUOTED, position + 1, '"');
        } else if (c == '0' && (after == 'x' || after == 'X')) {
            binary();
        } else if (Character.isDigit(c) || c == '.' && Character.isDigit(after)) {
            number();
        } else if (isWordStart(c)) {
            word(c == '@' ? Kind.VARIABLE : Kind.WORD);
        } else {
            String pair = "" + c + after;
            add(Kind.SYMBOL, LONG_SYMBOLS.contains(pair) ? position + 2 : position + 1);
        }
    }

    private void comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", position)) {
                depth++;
                position += 2;
            } else if (sql.startsWith("*/", position)) {
                depth--;
                position += 2;
            } else if (++position >= sql.length()) {
                throw new ServerError(113, 1, 15, "Missing end comment mark '*/'.");
            }
        } while (depth > 0);
    }

    private void quoted(Kind kind, int from, char quote) {
        StringBuilder content = new StringBuilder();
        int at = from;
        while (true) {
            int end = sql.indexOf(quote, at);
            if (end < 0) {
                throw new ServerError(
                        105,
                        1,
                        15,
                        "Unclosed quotation mark after the character string '" + sql.substring(from) + "'.");
            }
            content.append(sql, at, end);
            if (end + 1 >= sql.length() || sql.charAt(end + 1) != quote) {
                tokens.add(new Token(kind, content.toString(), position, end + 1));
                position = end + 1;
                return;
            }
            content.append(quote);
            at = end + 2;
        }
    }

    private void binary() {
        int end = position + 2;
        while (end < sql.length() && Character.digit(sql.charAt(end), 16) >= 0) {
            end++;
        }
        tokens.add(new Token(Kind.BINARY, sql.substring(position + 2, end), position, end));
        position = end;
    }

    private void number() {
        int end = position;
        while (end < sql.length() && (Character.isDigit(sql.charAt(end)) || sql.charAt(end) == '.')) {
            end++;
        }
        if (end < sql.length() && (sql.charAt(end) == 'e' || sql.charAt(end) == 'E')) {
            int digits = end + 1;
            if (digits < sql.length() && (sql.charAt(digits) == '+' || sql.charAt(digits) == '-')) {
                digits++;
            }
            while (digits < sql.length() && Character.isDigit(sql.charAt(digits))) {
                digits++;
            }
            end = digits;
        }
        add(Kind.NUMBER, end);
    }

    private void word(Kind kind) {
        int end = position + 1;
        while (end < sql.length() && (isWordStart(sql.charAt(end)) || Character.isDigit(sql.charAt(end)))) {
            end++;
        }
        add(kind, end);
    }

    private static boolean isWordStart(char c) {
        return Character.isLetter(c) || c == '_' || c == '#' || c == '@' || c == '$';
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(position, end), position, end));
        position = end;
    }
}
