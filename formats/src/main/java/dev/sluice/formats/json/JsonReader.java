package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the elements of an array that start in a range, each an object. A range that isn't the first starts at an element,
 * as {@link ElementStarts} guessed; the range before it makes sure that this is so, since it must come to an element
 * exactly where it ends. So a wrong guess is an error, and never a wrong row.
 *
 * <p>Objects are read as though each lay in the window to its end; one that proves to be cut off there is read again once
 * there is more of it. That is one in a megabyte, and cheaper than to look for the ends of objects first. Not thread-safe.
 */
final class JsonReader {
    /** What is wrong with a longer one isn't laid to the end of the window. */
    private static final int LONGEST_TOKEN = 1 << 16;

    private enum Expected {
        FIRST_ELEMENT,
        ELEMENT,
        COMMA,
        NEXT_ARRAY
    }

    private final InputFile file;
    private final FileRange range;
    private final RecordsPath path;
    private final TextWindow window;
    private final JsonCursor cursor = JsonCursor.ofDocuments();
    private final long firstElement;
    private Expected expected;
    private BadRecords bad;

    JsonReader(InputFile file, FileRange range, RecordsPath path) throws IOException {
        this.file = file;
        this.range = range;
        this.path = path;
        boolean first = range.start() == 0;
        long start = first ? DocumentScanner.arrayStart(file, path) : range.start();
        this.firstElement = start;
        this.window = new TextWindow(file, start, range);
        this.expected = first ? Expected.FIRST_ELEMENT : Expected.ELEMENT;
    }

    /** Emits the rows of the range. */
    void read(Schema fileSchema, Set<String> declared, BatchOutput out) throws IOException, InterruptedException {
        RowCollector rows = new RowCollector(fileSchema, declared, out);
        bad = new BadRecords(file, firstElement, out.rowErrors());
        if (out.rowErrors().policy() == OnError.NULL) {
            rows.tolerate(bad::becomesNull);
        }
        while (nextElement()) {
            readRow(rows);
            rows.emitIfFull();
        }
        rows.finish();
    }

    private void readRow(RowCollector rows) throws IOException {
        if (bad.areTolerated()) {
            requireWhole(); // a value must not be found bad before it is there to its end
        }
        while (true) {
            int start = cursor.position();
            try {
                rows.read(cursor);
                return;
            } catch (JsonProblem e) {
                if (!mayBeCut(e)) {
                    reject(rows, start, e);
                    return;
                }
                rows.rollBack(rows.count()); // it was not counted yet
                more(start);
            }
        }
    }

    /** Reads on until the object at the cursor is there to its end; it may still have something wrong with it. */
    private void requireWhole() throws IOException {
        while (true) {
            int start = cursor.position();
            try {
                cursor.skipValue();
                cursor.moveTo(start);
                return;
            } catch (JsonProblem e) {
                cursor.moveTo(start);
                if (!mayBeCut(e)) {
                    return;
                }
                more(start);
            }
        }
    }

    /** Whether what is wrong may come from the window's end, where the file goes on. */
    private boolean mayBeCut(JsonProblem problem) {
        return !window.isAtEnd() && problem.position() >= window.length() - LONGEST_TOKEN;
    }

    /** Moves on in the file; what lay at a position of the window is then its beginning. */
    private void more(int from) throws IOException {
        boolean counting = bad != null && bad.areTolerated();
        if (counting) {
            bad.next(window.bytes(), 0, from, window.offset());
        }
        window.moveTo(from);
        cursor.reset(window.bytes(), 0, window.length() + 1);
        if (counting) {
            bad.next(window.bytes(), 0, 0, window.offset());
        }
    }

    /** Sets an object aside whose values are wrong; where the text itself is, nothing tells where the object ends. */
    private void reject(RowCollector rows, int start, JsonProblem problem) throws IOException {
        String column = rows.currentField();
        boolean isObject = bad.areRejected();
        if (isObject) {
            try {
                cursor.moveTo(start);
                cursor.skipValue();
            } catch (JsonProblem e) {
                isObject = false;
            }
        }
        if (!isObject) {
            throw problem.in(file, window.offset(), column);
        }
        rows.rollBack(rows.count()); // it was not counted yet
        bad.reject(start, cursor.position(), column, problem);
    }

    /**
     * Hands every object that starts before a position to a consumer, which moves the cursor over it.
     *
     * @param skipsBad whether to go on behind an object that the consumer can't take, where its text is right
     */
    void forEachObject(long end, boolean skipsBad, Consumer<JsonCursor> consumer) throws IOException {
        while (nextElement() && window.offset() + cursor.position() < end) {
            requireWhole();
            int start = cursor.position();
            try {
                consumer.accept(cursor);
            } catch (JsonProblem e) {
                if (!skipsBad) {
                    throw e.in(file, window.offset(), "");
                }
                skip(start);
            }
        }
    }

    private void skip(int start) throws IOException {
        try {
            cursor.moveTo(start);
            cursor.skipValue();
        } catch (JsonProblem e) {
            throw e.in(file, window.offset(), "");
        }
    }

    /** Moves the cursor to the next element; false where the range has no more. */
    private boolean nextElement() throws IOException {
        try {
            while (true) {
                byte next = cursor.skipSpace();
                if (cursor.position() == window.length()) {
                    if (window.isAtEnd()) {
                        return end();
                    }
                    more(cursor.position());
                } else if (isElement(next)) {
                    return isInRange();
                } else if (expected == Expected.NEXT_ARRAY && path.isNamed()) {
                    DocumentScanner.requireEnd(file, window.offset() + cursor.position(), path);
                    return endOfArrays();
                }
            }
        } catch (JsonProblem e) {
            throw e.in(file, window.offset(), "");
        }
    }

    /** Whether an element is at the cursor; moves over a comma or bracket where it is one. */
    private boolean isElement(byte next) {
        switch (expected) {
            case FIRST_ELEMENT, ELEMENT -> {
                if (next == ']' && expected == Expected.FIRST_ELEMENT) {
                    pass(Expected.NEXT_ARRAY);
                    return false;
                }
                if (next != '{') {
                    throw cursor.unexpected("an object, such as {\"id\": 1},");
                }
                expected = Expected.COMMA;
                return true;
            }
            case COMMA -> {
                if (next != ',' && next != ']') {
                    throw cursor.unexpected("',' or ']' after the object");
                }
                pass(next == ',' ? Expected.ELEMENT : Expected.NEXT_ARRAY);
                return false;
            }
            case NEXT_ARRAY -> {
                if (!path.isNamed()) {
                    if (next != '[') {
                        throw cursor.unexpected("the end of the file or another array");
                    }
                    pass(Expected.FIRST_ELEMENT);
                }
                return false;
            }
        }
        throw new IllegalStateException();
    }

    private void pass(Expected then) {
        cursor.moveTo(cursor.position() + 1);
        expected = then;
    }

    private boolean isInRange() {
        long position = window.offset() + cursor.position();
        if (position < range.end()) {
            return true;
        }
        if (position > range.end()) {
            throw mismatch();
        }
        return false;
    }

    private boolean end() throws IOException {
        if (expected != Expected.NEXT_ARRAY || path.isNamed()) {
            throw cursor.unexpected(expected == Expected.COMMA ? "',' or ']' after the object" : "an object or ']'");
        }
        return endOfArrays();
    }

    private boolean endOfArrays() {
        if (range.end() < file.length()) {
            throw mismatch();
        }
        return false;
    }

    private ConnectorException mismatch() {
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT,
                file.name() + ": what looked like an object of the array at byte " + range.end()
                        + " lies within another one; set 'infer: all' to read the file in one go");
    }
}
