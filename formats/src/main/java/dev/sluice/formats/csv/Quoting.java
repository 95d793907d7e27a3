package dev.sluice.formats.csv;

import dev.sluice.spi.text.ByteSink;
import java.util.Arrays;

/** Writes texts as fields: in quotes where they hold a delimiter, quote, CR or LF, are empty, or read as NULL; or always. */
final class Quoting {
    /** Up to this length a text is copied in words rather than by a call. */
    private static final int SHORT = 64;

    private final byte quote;
    private final byte escape;
    private final boolean always;
    private final byte[] nullText;
    private final byte delimiter;
    private final long delimiters;
    private final long quotes;

    Quoting(Dialect dialect) {
        this.quote = dialect.quote();
        this.escape = dialect.escape();
        this.always = dialect.quotesAll();
        this.nullText = dialect.nullText();
        this.delimiter = dialect.delimiter();
        this.delimiters = Swar.repeat(delimiter);
        this.quotes = Swar.repeat(quote);
    }

    void write(byte[] text, int from, int length, ByteSink out) {
        if (always || needsQuotes(text, from, length)) {
            int quoted = quotedLength(text, from, length);
            putQuoted(text, from, length, out.reserve(quoted), out.length());
            out.setLength(out.length() + quoted);
        } else {
            out.write(text, from, length);
        }
    }

    private boolean needsQuotes(byte[] text, int from, int length) {
        return length == 0
                || length == nullText.length && Arrays.equals(text, from, from + length, nullText, 0, length)
                || indexOfSpecial(text, from, from + length) >= 0;
    }

    /** Where a byte lies in {@code text[from … to)} that makes quotes necessary, or -1. */
    int indexOfSpecial(byte[] text, int from, int to) {
        long lineFeeds = Swar.repeat((byte) '\n');
        long returns = Swar.repeat((byte) '\r');
        int position = from;
        for (; position + Long.BYTES <= to; position += Long.BYTES) {
            long word = Swar.load(text, position);
            long found = Swar.matches(word, delimiters, quotes, lineFeeds) | Swar.matches(word, returns);
            if (found != 0) {
                return position + Swar.first(found);
            }
        }
        for (; position < to; position++) {
            byte next = text[position];
            if (next == delimiter || next == quote || next == '\n' || next == '\r') {
                return position;
            }
        }
        return -1;
    }

    /** How long a text is in quotes. */
    int quotedLength(byte[] text, int from, int length) {
        int quoted = Math.addExact(length, 2);
        for (int i = from; i < from + length; i++) {
            if (text[i] == quote || text[i] == escape) {
                quoted = Math.addExact(quoted, 1);
            }
        }
        return quoted;
    }

    /** Writes a text in quotes, where there is room for {@link #quotedLength}. */
    void putQuoted(byte[] text, int from, int length, byte[] target, int at) {
        int position = at;
        target[position++] = quote;
        for (int i = from; i < from + length; i++) {
            if (text[i] == quote || text[i] == escape) {
                target[position++] = escape;
            }
            target[position++] = text[i];
        }
        target[position] = quote;
    }

    /** Copies a text, which is short most of the time, and writes nothing beyond it. */
    static void copy(byte[] text, int from, byte[] target, int at, int length) {
        if (length > SHORT) {
            System.arraycopy(text, from, target, at, length);
        } else if (length >= Long.BYTES) {
            int last = length - Long.BYTES;
            for (int i = 0; i < last; i += Long.BYTES) {
                Swar.store(target, at + i, Swar.load(text, from + i));
            }
            Swar.store(target, at + last, Swar.load(text, from + last));
        } else if (length >= Integer.BYTES) {
            Swar.copyShort(text, from, target, at, length);
        } else {
            for (int i = 0; i < length; i++) {
                target[at + i] = text[from + i];
            }
        }
    }
}
