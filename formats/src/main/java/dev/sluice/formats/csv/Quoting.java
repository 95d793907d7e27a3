package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;

/** Writes texts as fields: in quotes where they hold a delimiter, quote, CR or LF, are empty, or read as NULL; or always. */
final class Quoting {
    private final byte quote;
    private final byte escape;
    private final boolean always;
    private final byte[] nullText;
    private final long delimiters;
    private final long quotes;

    Quoting(Dialect dialect) {
        this.quote = dialect.quote();
        this.escape = dialect.escape();
        this.always = dialect.quotesAll();
        this.nullText = dialect.nullText();
        this.delimiters = Swar.repeat(dialect.delimiter());
        this.quotes = Swar.repeat(quote);
    }

    void write(byte[] text, int from, int length, ByteSink out) {
        if (always || needsQuotes(text, from, length)) {
            writeQuoted(text, from, length, out);
        } else {
            out.write(text, from, length);
        }
    }

    private boolean needsQuotes(byte[] text, int from, int length) {
        if (length == 0 || length == nullText.length && Arrays.equals(text, from, from + length, nullText, 0, length)) {
            return true;
        }
        int to = from + length;
        int position = from;
        for (; position + Long.BYTES <= to; position += Long.BYTES) {
            if (special(Swar.load(text, position))) {
                return true;
            }
        }
        long rest = 0;
        for (; position < to; position++) {
            rest = rest << 8 | text[position] & 0xFF;
        }
        return special(rest);
    }

    private boolean special(long word) {
        long lineFeeds = Swar.repeat((byte) '\n');
        long returns = Swar.repeat((byte) '\r');
        return (Swar.matches(word, delimiters, quotes, lineFeeds) | Swar.matches(word, returns)) != 0;
    }

    private void writeQuoted(byte[] text, int from, int length, ByteSink out) {
        byte[] target = out.reserve(2 * length + 2);
        int position = out.length();
        target[position++] = quote;
        for (int i = from; i < from + length; i++) {
            if (text[i] == quote || text[i] == escape) {
                target[position++] = escape;
            }
            target[position++] = text[i];
        }
        target[position++] = quote;
        out.setLength(position);
    }
}
