package dev.sluice.testkit.mssql.tsql;

import java.util.Locale;

/**
 * A token of T-SQL.
 *
 * @param text a word, number or symbol as it stands; the content of a string or quoted name; hexadecimal digits
 * @param start offset of its first character in the batch
 * @param end offset behind its last one
 */
public record Token(Kind kind, String text, int start, int end) {
    /** What a token is. */
    public enum Kind {
        WORD,
        QUOTED,
        STRING,
        WIDE_STRING,
        NUMBER,
        BINARY,
        VARIABLE,
        SYMBOL,
        END
    }

    public boolean is(String word) {
        return kind == Kind.WORD && text.equalsIgnoreCase(word);
    }

    public boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    public boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED;
    }

    public boolean isString() {
        return kind == Kind.STRING || kind == Kind.WIDE_STRING;
    }

    /** An unquoted word in upper case, or what no word can be. */
    public String keyword() {
        return kind == Kind.WORD ? text.toUpperCase(Locale.ROOT) : "";
    }
}
