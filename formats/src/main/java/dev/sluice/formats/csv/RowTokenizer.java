package dev.sluice.formats.csv;

import dev.sluice.spi.ConnectorException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the field boundaries of some records, eight bytes at a time, and keeps them column by column: field {@code row} of
 * column {@code c} lies between {@code marks[base(c) + row] + 1} and {@code marks[base(c + 1) + row]}, enclosing quotes
 * included. Not thread-safe.
 *
 * <p>A record ends with LF or CRLF, or by dialect with CR; another CR is data, and so is a quote inside an unquoted field.
 * Empty lines are skipped, except in a file of one column, where an empty line is a record; and so are comments.
 */
final class RowTokenizer {
    private static final int MARKS = 16 * 1024;
    private static final int MIN_ROWS = 64;
    private static final int MAX_ROWS = 1024;
    /** Keeps the slots of one row out of the same cache set. */
    private static final int PADDING = 16;

    /** No position: what is looked for isn't there, or isn't complete. */
    private static final int NONE = -1;

    private final Dialect dialect;
    private final List<String> names;
    private final int columns;
    private final int capacity;
    private final int stride;
    private final int[] marks;
    private final boolean[] quoted;
    private final boolean[] escaped;
    /** How many fields a record has that lacks some, else 0; null where records may not. */
    private final int[] present;

    private int start;
    private int rows;
    private boolean ascii;
    private int openColumn;
    private BadRecord bad;

    /**
     * @param names of the columns, for messages
     */
    RowTokenizer(Dialect dialect, List<String> names) {
        this.dialect = dialect;
        this.names = names;
        this.columns = names.size();
        this.capacity = Math.clamp(MARKS / columns, MIN_ROWS, MAX_ROWS);
        this.stride = capacity + PADDING;
        this.marks = new int[stride * (columns + 1)];
        this.quoted = new boolean[columns];
        this.escaped = new boolean[columns];
        this.present = dialect.fillsMissing() ? new int[capacity] : null;
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

    /** Whether a record ends before a column. */
    boolean isMissing(int row, int column) {
        return present != null && present[row] != 0 && column >= present[row];
    }

    /** The column whose quoted field was not complete at the end of the buffer. */
    String openColumn() {
        return names.get(openColumn);
    }

    /** The row that holds a position, its line end excluded; or -1. */
    int rowAt(int position) {
        for (int row = 0; row < rows; row++) {
            if (marks[base(0) + row] < position && position < marks[base(columns) + row]) {
                return row;
            }
        }
        return NONE;
    }

    /** Where a row starts. */
    int rowStart(int row) {
        return marks[base(0) + row] + 1;
    }

    /** Where a row ends, its line end excluded. */
    int rowEnd(int row) {
        return marks[base(columns) + row];
    }

    /** For messages: the column whose field holds a position, and a colon; empty where none does. */
    String columnAt(int position) {
        String name = columnNameAt(position);
        return name.isEmpty() ? "" : "column '" + name + "': ";
    }

    /** The column whose field holds a position; empty where none does. */
    String columnNameAt(int position) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                if (marks[base(column) + row] < position && position < marks[base(column + 1) + row]) {
                    return names.get(column);
                }
            }
        }
        return "";
    }

    /** Whether the records certainly hold ASCII only. */
    boolean isAscii() {
        return ascii;
    }

    /** Whether the first record is an empty line, as a file of one column may have. */
    boolean startsBlank() {
        return columns == 1 && marks[base(1)] == marks[base(0)] + 1;
    }

    /** What is wrong with the record that follows those taken, which starts at the buffer's position; null if nothing. */
    BadRecord bad() {
        return bad;
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
        if (present != null) {
            Arrays.fill(present, 0);
        }
        start = buffer.position();
        buffer.position(scan(buffer, buffer.data(), buffer.limit(), Math.min(maxRows, capacity)));
    }

    private int scan(RecordBuffer buffer, byte[] data, int limit, int maxRows) throws IOException {
        final byte delimiter = dialect.delimiter();
        final byte lineEnd = dialect.lineEnd();
        final boolean comments = dialect.hasComments();
        final long delimiters = Swar.repeat(delimiter);
        final long quotes = Swar.repeat(dialect.hasQuotes() ? dialect.quote() : lineEnd);
        final long lineEnds = Swar.repeat(lineEnd);
        final int rowStep = stride;
        final int lastColumn = columns * rowStep;
        final int[] ends = marks;
        int position = comments ? afterComments(data, start, limit) : start;
        int end = comments && startsComment(data, position, limit) ? position : limit;
        int rowStart = position;
        int fieldStart = position;
        int surplus = NONE;
        int row = 0;
        int slot = rowStep;
        int lastSlot = lastColumn;
        long seen = 0;
        ends[0] = position - 1;
        bad = null;
        try {
            scan:
            while (position < end) {
                long word = Swar.load(data, position);
                seen |= word;
                long hits = Swar.matches(word, delimiters, quotes, lineEnds);
                while (hits != 0) {
                    int at = position + Swar.first(hits);
                    hits &= hits - 1;
                    byte hit = data[at];
                    if (hit == delimiter) {
                        if (slot < lastSlot) {
                            ends[slot] = at;
                            slot += rowStep;
                        } else if (!dialect.dropsExtra()) {
                            throw tooManyFields(buffer, rowStart, at);
                        } else if (surplus == NONE) {
                            surplus = at;
                        }
                        fieldStart = at + 1;
                    } else if (hit == lineEnd) {
                        int fieldEnd = at > fieldStart && data[at - 1] == '\r' ? at - 1 : at;
                        if (slot == lastSlot) {
                            ends[slot] = surplus == NONE ? fieldEnd : surplus;
                            surplus = NONE;
                            row++;
                        } else if (fieldEnd != rowStart) {
                            fillMissing(buffer, rowStart, fieldEnd, row, slot);
                            row++;
                        }
                        rowStart = at + 1;
                        if (row == maxRows) {
                            break scan;
                        }
                        int next = comments ? afterComments(data, rowStart, limit) : rowStart;
                        ends[row] = next - 1;
                        fieldStart = next;
                        slot = rowStep + row;
                        lastSlot = lastColumn + row;
                        if (next != rowStart || comments && startsComment(data, next, limit)) {
                            rowStart = next;
                            position = next;
                            end = startsComment(data, next, limit) ? next : limit;
                            continue scan;
                        }
                    } else if (at == fieldStart || dialect.trims() && isBlank(data, fieldStart, at)) {
                        int column = (slot - row) / rowStep - 1;
                        int close = closingQuote(data, at + 1, limit, column);
                        int next = close == NONE ? NONE : afterQuote(buffer, data, close + 1, limit, column);
                        if (next == NONE) {
                            openColumn = column;
                            break scan;
                        }
                        quoted[column] = true;
                        position = next;
                        continue scan;
                    }
                }
                position += Long.BYTES;
            }
        } catch (BadRecord e) {
            bad = e;
        }
        rows = row;
        ascii = Swar.isAscii(seen) && !anyQuoted();
        return rowStart;
    }

    private boolean startsComment(byte[] data, int at, int limit) {
        return at < limit && data[at] == dialect.comment();
    }

    /** Where the first line starts that is no comment; a comment that isn't complete stays where it is. */
    private int afterComments(byte[] data, int from, int limit) {
        int position = from;
        while (startsComment(data, position, limit)) {
            int end = Swar.indexOf(data, position, limit, dialect.lineEnd());
            if (end < 0) {
                break;
            }
            position = end + 1;
        }
        return position;
    }

    /** Ends a record that has too few fields, the others empty, at places behind it where nothing is read. */
    private void fillMissing(RecordBuffer buffer, int rowStart, int end, int row, int slot) throws IOException {
        int fields = (slot - row) / stride;
        if (present == null) {
            throw tooFewFields(buffer, rowStart, end, fields);
        }
        present[row] = fields;
        for (int column = fields; column <= columns; column++) {
            marks[base(column) + row] = end + column - fields;
        }
    }

    private static boolean isBlank(byte[] data, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!FieldSlices.isBlank(data[i])) {
                return false;
            }
        }
        return true;
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
                return NONE;
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
        return NONE;
    }

    /** The position of the delimiter or line end that follows a closing quote. */
    private int afterQuote(RecordBuffer buffer, byte[] data, int from, int limit, int column) throws IOException {
        int at = from;
        while (dialect.trims() && at < limit && FieldSlices.isBlank(data[at]) && data[at] != dialect.delimiter()) {
            at++;
        }
        if (at >= limit) {
            return NONE;
        }
        if (data[at] == dialect.delimiter() || data[at] == dialect.lineEnd()) {
            return at;
        }
        if (data[at] == '\r') {
            if (at + 1 >= limit) {
                return NONE;
            }
            if (data[at + 1] == '\n') {
                return at + 1;
            }
        }
        boolean backslash = dialect.doublesQuotes() && data[from - 2] == '\\';
        throw buffer.badRecord(
                at,
                at,
                "column '" + names.get(column)
                        + "': there is text after a closing quote; a quote inside a quoted field must be "
                        + (dialect.doublesQuotes() ? "doubled" : "escaped by " + (char) dialect.escape())
                        + (backslash ? ", or set 'escape: \"\\\\\"'" : ""));
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

    private RuntimeException tooManyFields(RecordBuffer buffer, int rowStart, int at) throws IOException {
        return buffer.badRecord(
                rowStart,
                at,
                "the record has more fields than the file has columns (" + columns + "); the surplus starts at byte "
                        + buffer.filePosition(at) + ". Quote the fields that hold '" + (char) dialect.delimiter()
                        + "', set 'delimiter', or leave the surplus out with 'extra_fields: drop'");
    }

    private RuntimeException tooFewFields(RecordBuffer buffer, int rowStart, int end, int fields) throws IOException {
        return buffer.badRecord(
                rowStart,
                end,
                "the record has " + fields + (fields == 1 ? " field" : " fields") + ", the file has " + columns
                        + " columns: '" + names.get(fields) + "' is missing; set 'missing_fields: \"null\"' to read"
                        + " NULL there");
    }
}
