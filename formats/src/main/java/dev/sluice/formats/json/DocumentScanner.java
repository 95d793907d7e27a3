package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.text.ByteSink;
import dev.sluice.spi.text.Quoted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Moves over the document around an array of records, of any size, a few bytes in memory at a time. What lies beside the
 * array is passed without a look at more than its brackets and strings. Not thread-safe.
 */
final class DocumentScanner {
    private static final int BUFFER = 1 << 16;
    private static final int LONGEST_KEY = 1 << 16;
    private static final int END = -1;
    private static final int SHOWN_KEYS = 10;

    private final InputFile file;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteSink key = new ByteSink(64);
    private long offset;
    private int position;
    private int filled;

    private DocumentScanner(InputFile file, long start) {
        this.file = file;
        this.offset = start;
    }

    /**
     * The position after the opening bracket of the array of records.
     *
     * @throws dev.sluice.spi.ConnectorException MALFORMED_INPUT where there is none
     */
    static long arrayStart(InputFile file, RecordsPath path) throws IOException {
        DocumentScanner scanner = new DocumentScanner(file, 0);
        try {
            scanner.skipByteOrderMark();
            for (int i = 0; i < path.keys().size(); i++) {
                scanner.enter(path, i);
            }
            if (scanner.skipSpace() != '[') {
                throw scanner.notAnArray(path);
            }
            scanner.read();
            return scanner.offset + scanner.position;
        } catch (JsonProblem e) {
            throw e.in(file, scanner.offset, "");
        }
    }

    /** Makes sure that after the array of a path the document is closed and the file ends. */
    static void requireEnd(InputFile file, long start, RecordsPath path) throws IOException {
        DocumentScanner scanner = new DocumentScanner(file, start);
        try {
            for (int open = path.keys().size(); open > 0; open--) {
                while (scanner.skipSpace() == ',') {
                    scanner.read();
                    scanner.skipSpace();
                    String found = scanner.readKey();
                    if (found.equals(path.keys().get(open - 1))) {
                        throw scanner.problem("the key '" + found + "' comes twice in one object");
                    }
                    scanner.skipValue();
                }
                scanner.require('}', "',' or '}'");
            }
            if (scanner.skipSpace() != END) {
                throw scanner.problem("the end of the file is expected after the document");
            }
        } catch (JsonProblem e) {
            throw e.in(file, scanner.offset, "");
        }
    }

    private void skipByteOrderMark() throws IOException {
        byte[] mark = new byte[3];
        if (file.readUpTo(0, mark, 0, mark.length) == mark.length) {
            offset = mark[0] == (byte) 0xEF && mark[1] == (byte) 0xBB && mark[2] == (byte) 0xBF ? mark.length : 0;
        }
    }

    /** Moves into the object at the position, to the value of a key of the path. */
    private void enter(RecordsPath path, int level) throws IOException {
        String wanted = path.keys().get(level);
        if (skipSpace() != '{') {
            throw problem("an object with the key '" + wanted + "' is expected, as records_path says");
        }
        read();
        List<String> others = new ArrayList<>();
        if (skipSpace() != '}') {
            while (true) {
                String found = readKey();
                if (found.equals(wanted)) {
                    return;
                }
                if (others.size() < SHOWN_KEYS) {
                    others.add(found);
                }
                skipValue();
                if (skipSpace() != ',') {
                    break;
                }
                read();
                skipSpace();
            }
        }
        throw problem("records_path: there is no key '" + wanted + "' here, "
                + (others.isEmpty() ? "where the object is empty" : "but " + Quoted.list(others)));
    }

    private JsonProblem notAnArray(RecordsPath path) throws IOException {
        int next = skipSpace();
        if (path.isNamed()) {
            return problem("records_path '" + path + "' leads to no array");
        }
        if (next == END) {
            return problem("the file is empty; a file without records holds []");
        }
        if (next >= 0x80) {
            return problem("the file is not UTF-8 text; convert it to UTF-8");
        }
        return problem(
                next == '{'
                        ? "this is an object, not an array of objects; set records_path to the array in it, such as"
                                + " 'records_path: data.items', or 'format: jsonl' if each line is an object"
                        : "an array of objects is expected, such as [{\"id\": 1}]");
    }

    /** Moves over a key and its colon. */
    private String readKey() throws IOException {
        if (skipSpace() != '"') {
            throw problem("a key in quotes is expected");
        }
        skipString();
        require(':', "':'");
        byte[] document = new byte[key.length() + 1];
        System.arraycopy(key.array(), 0, document, 0, key.length());
        JsonCursor cursor = JsonCursor.ofDocuments();
        cursor.reset(document, 0, document.length);
        try {
            cursor.readString();
        } catch (JsonProblem e) {
            throw problem(e.getMessage());
        }
        return cursor.textAsString();
    }

    /** Moves over a string, whose opening quote is at the position, and keeps its beginning in {@link #key}. */
    private void skipString() throws IOException {
        key.clear();
        key.write(read());
        boolean escaped = false;
        for (int next = peek(); next != '"' || escaped; next = peek()) {
            if (next == END || next == '\n') {
                throw problem("the " + (next == END ? "file" : "line") + " ends within a string");
            }
            keep(read());
            escaped = next == '\\' && !escaped;
        }
        keep(read());
    }

    private void keep(int next) {
        if (key.length() < LONGEST_KEY) {
            key.write(next);
        }
    }

    /** Moves over a value of any kind. */
    private void skipValue() throws IOException {
        BitSet arrays = new BitSet();
        int depth = 0;
        do {
            int next = skipSpace();
            switch (next) {
                case '"' -> skipString();
                case '{', '[' -> {
                    arrays.set(depth++, next == '[');
                    if (depth > JsonCursor.MAX_DEPTH) {
                        throw problem(
                                "arrays and objects lie more than " + JsonCursor.MAX_DEPTH + " deep in each other");
                    }
                    read();
                }
                case '}', ']' -> {
                    if (depth == 0 || arrays.get(--depth) != (next == ']')) {
                        throw problem("a value is expected, not '" + (char) next + "'");
                    }
                    read();
                }
                case ',', ':' -> {
                    if (depth == 0) {
                        throw problem("a value is expected, not '" + (char) next + "'");
                    }
                    read();
                }
                case END -> throw problem("the file ends within a value");
                default -> skipScalar();
            }
        } while (depth > 0);
    }

    private void skipScalar() throws IOException {
        int start = peek();
        boolean valid = false;
        while (isScalar(peek())) {
            read();
            valid = true;
        }
        if (!valid) {
            throw problem("a value is expected, not '" + (char) start + "'");
        }
    }

    private static boolean isScalar(int next) {
        return next >= '0' && next <= '9'
                || next >= 'a' && next <= 'z'
                || next == '-'
                || next == '+'
                || next == '.'
                || next == 'E';
    }

    private void require(char wanted, String expected) throws IOException {
        if (skipSpace() != wanted) {
            throw problem(expected + " is expected");
        }
        read();
    }

    private JsonProblem problem(String message) {
        return new JsonProblem(ErrorCode.MALFORMED_INPUT, position, message);
    }

    private int skipSpace() throws IOException {
        int next = peek();
        while (next == ' ' || next == '\t' || next == '\r' || next == '\n') {
            position++;
            next = peek();
        }
        return next;
    }

    private int read() throws IOException {
        int next = peek();
        position++;
        return next;
    }

    /** The byte at the position, 0 to 255, or {@link #END}. */
    private int peek() throws IOException {
        if (position >= filled) {
            offset += position;
            position = 0;
            filled = file.read(offset, buffer, 0, buffer.length);
            if (filled <= 0) {
                filled = 0;
                return END;
            }
        }
        return buffer[position] & 0xFF;
    }
}
