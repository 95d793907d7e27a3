package dev.sluice.formats.csv;

import dev.sluice.spi.ConnectorException;
import java.io.IOException;
import java.util.Arrays;

/**
 * Finds the field boundaries of some records, eight bytes at a time, and keeps them column by column: field {@code row} of
 * column {@code c} lies between {@code marks[base(c) + row] + 1} and {@code marks[base(c + 1) + row]}, enclosing quotes
 * included. Not thread-safe.
 *
 * <p>A record ends with LF or CRLF; a lone CR is data, and so is a quote inside an unquoted field. Empty lines are skipped,
 * except in a file of one column, where an empty line is a record.
 */
final class RowTokenizer {
    private static final int MARKS = 16 * 1024;
    private static final int MIN_ROWS = 64;
    private static final int MAX_ROWS = 1024;
    /** Keeps the slots of one row out of the same cache set. */
    private static final int PADDING = 16;

    private static final int INCOMPLETE = -1;

    private final Dialect dialect;
    private final int columns;
    private final int capacity;
    private final int stride;
    private final int[] marks;
    private final boolean[] quoted;
    private final boolean[] escaped;
    private int start;
    private int rows;
    private boolean ascii;

    RowTokenizer(Dialect dialect, int columns) {
        this.dialect = dialect;
        this.columns = columns;
        this.capacity = Math.clamp(MARKS / columns, MIN_ROWS, MAX_ROWS);
        this.stride = capacity + PADDING;
        this.marks = new int[stride * (columns + 1)];
        this.quoted = new boolean[columns];
        this.escaped = new boolean[columns];
    }

    /** The largest number of rows of one call. */
    int capacity() {
        return capacity;
    }

    int rows() {
        return rows;
    }

    int[] marks() {
        return marks;
    }

    int base(int column) {
        return column * stride;
    }

    /** Whether a field of the column is enclosed in quotes. */
    boolean isQuoted(int column) {
        return quoted[column];
    }

    /** Whether a quoted field of the column has escapes inside. */
    boolean isEscaped(int column) {
        return escaped[column];
    }

    /** Whether the records certainly hold ASCII only. */
    boolean isAscii() {
        return ascii;
    }

    /** Whether the first record is an empty line, as a file of one column may have. */
    boolean startsBlank() {
        return columns == 1 && marks[base(1)] == marks[base(0)] + 1;
    }

    /** Where in the buffer the first record starts. */
    int start() {
        return start;
    }

    /**
     * Takes up to {@code maxRows} complete records from the buffer, and moves its position behind them.
     *
     * @throws ConnectorException MALFORMED_INPUT: ragged record, text after a closing quote
     */
    void tokenize(RecordBuffer buffer, int maxRows) throws IOException {
        Arrays.fill(quoted, false);
        Arrays.fill(escaped, false);
        start = buffer.position();
        buffer.position(scan(buffer, buffer.data(), buffer.limit(), Math.min(maxRows, capacity)));
    }

    private int scan(RecordBuffer buffer, byte[] data, int limit, int maxRows) throws IOException {
        final byte delimiter = dialect.delimiter();
        final long delimiters = Swar.repeat(delimiter);
        final long quotes = Swar.repeat(dialect.quote());
        final long lineFeeds = Swar.repeat((byte) '\n');
        final int rowStep = stride;
        final int lastColumn = columns * rowStep;
        final int[] ends = marks;
        int position = start;
        int rowStart = position;
        int fieldStart = position;
        int row = 0;
        int slot = rowStep;
        int lastSlot = lastColumn;
        long seen = 0;
        ends[0] = position - 1;
        scan:
        while (position < limit) {
            long word = Swar.load(data, position);
            seen |= word;
            long hits = Swar.matches(word, delimiters, quotes, lineFeeds);
            while (hits != 0) {
                int at = position + Swar.first(hits);
                hits &= hits - 1;
                byte hit = data[at];
                if (hit == delimiter) {
                    if (slot == lastSlot) {
                        throw tooManyFields(buffer, rowStart, at);
                    }
                    ends[slot] = at;
                    slot += rowStep;
                    fieldStart = at + 1;
                } else if (hit == '\n') {
                    int end = at > fieldStart && data[at - 1] == '\r' ? at - 1 : at;
                    if (slot == lastSlot) {
                        ends[slot] = end;
                        row++;
                    } else if (end != rowStart) {
                        throw tooFewFields(buffer, rowStart, (slot - row) / rowStep);
                    }
                    rowStart = at + 1;
                    fieldStart = rowStart;
                    if (row == maxRows) {
                        break scan;
                    }
                    ends[row] = at;
                    slot = rowStep + row;
                    lastSlot = lastColumn + row;
                } else if (at == fieldStart) {
                    int column = (slot - row) / rowStep - 1;
                    int close = closingQuote(data, at + 1, limit, column);
                    int next = close == INCOMPLETE ? INCOMPLETE : afterQuote(buffer, data, close + 1, limit);
                    if (next == INCOMPLETE) {
                        break scan;
                    }
                    quoted[column] = true;
                    position = next;
                    continue scan;
                }
            }
            position += Long.BYTES;
        }
        rows = row;
        ascii = Swar.isAscii(seen) && !anyQuoted();
        return rowStart;
    }

    /** The position of the quote that closes a field. */
    private int closingQuote(byte[] data, int from, int limit, int column) {
        byte quote = dialect.quote();
        if (!dialect.doublesQuotes()) {
            return closingUnescaped(data, from, limit, column);
        }
        int position = from;
        while (true) {
            int at = Swar.indexOf(data, position, limit, quote);
            if (at < 0 || at + 1 == limit) {
                return INCOMPLETE;
            }
            if (data[at + 1] != quote) {
                return at;
            }
            escaped[column] = true;
            position = at + 2;
        }
    }

    private int closingUnescaped(byte[] data, int from, int limit, int column) {
        for (int at = from; at < limit; at++) {
            if (data[at] == dialect.escape()) {
                escaped[column] = true;
                at++;
            } else if (data[at] == dialect.quote()) {
                return at;
            }
        }
        return INCOMPLETE;
    }

    /** The position of the delimiter or LF that follows a closing quote. */
    private int afterQuote(RecordBuffer buffer, byte[] data, int at, int limit) throws IOException {
        if (at >= limit) {
            return INCOMPLETE;
        }
        if (data[at] == dialect.delimiter() || data[at] == '\n') {
            return at;
        }
        if (data[at] == '\r') {
            if (at + 1 >= limit) {
                return INCOMPLETE;
            }
            if (data[at + 1] == '\n') {
                return at + 1;
            }
        }
        throw Place.malformed(
                buffer.file(),
                buffer.filePosition(at),
                "there is text after a closing quote; a quote inside a quoted field must be "
                        + (dialect.doublesQuotes() ? "doubled" : "escaped by " + (char) dialect.escape()));
    }

    /** Bytes in quotes are not looked at for being ASCII. */
    private boolean anyQuoted() {
        for (boolean any : quoted) {
            if (any) {
                return true;
            }
        }
        return false;
    }

    private ConnectorException tooManyFields(RecordBuffer buffer, int rowStart, int at) throws IOException {
        return Place.malformed(
                buffer.file(),
                buffer.filePosition(rowStart),
                "the record has more fields than the file has columns (" + columns + "); the surplus starts at byte "
                        + buffer.filePosition(at) + ". Quote the fields that hold '" + (char) dialect.delimiter()
                        + "', or set 'delimiter'");
    }

    private ConnectorException tooFewFields(RecordBuffer buffer, int rowStart, int fields) throws IOException {
        return Place.malformed(
                buffer.file(),
                buffer.filePosition(rowStart),
                "the record has " + fields + (fields == 1 ? " field" : " fields") + ", the file has " + columns
                        + " columns");
    }
}
