package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.OnError;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * Reads the elements of an array that start in a range, each an object. A range that isn't the first starts at an element,
 * as {@link ElementStarts} guessed; the range before it makes sure that this is so, since it must come to an element
 * exactly where it ends. So a wrong guess is an error, and never a wrong row. Not thread-safe.
 */
final class JsonReader {
    private enum Expected {
        FIRST_ELEMENT,
        ELEMENT,
        COMMA,
        NEXT_ARRAY
    }

    private final InputFile file;
    private final FileRange range;
    private final RecordsPath path;
    private final ElementBlocks blocks;
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
        this.blocks = new ElementBlocks(file, start, range);
        this.expected = first ? Expected.FIRST_ELEMENT : Expected.ELEMENT;
    }

    /** Emits the rows of the range. */
    void read(Schema fileSchema, BatchOutput out) throws IOException, InterruptedException {
        RowCollector rows = new RowCollector(fileSchema, out);
        bad = new BadRecords(file, firstElement, out.rowErrors());
        if (out.rowErrors().policy() == OnError.NULL) {
            rows.tolerate(bad::becomesNull);
        }
        while (nextElement()) {
            int start = cursor.position();
            try {
                rows.read(cursor);
            } catch (JsonProblem e) {
                reject(rows, start, e);
            }
            rows.emitIfFull();
        }
        rows.finish();
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
            throw problem.in(file, blocks.offset(), column);
        }
        rows.rollBack(rows.count()); // it was not counted yet
        bad.reject(start, cursor.position(), column, problem);
    }

    /** Hands every object that starts before a position to a consumer, which moves the cursor over it. */
    void forEachObject(long end, Consumer<JsonCursor> consumer) throws IOException {
        while (nextElement() && blocks.offset() + cursor.position() < end) {
            try {
                consumer.accept(cursor);
            } catch (JsonProblem e) {
                throw e.in(file, blocks.offset(), "");
            }
        }
    }

    /** Moves the cursor to the next element; false where the range has no more. */
    private boolean nextElement() throws IOException {
        try {
            while (true) {
                byte next = cursor.skipSpace();
                if (cursor.position() == blocks.to()) {
                    if (!nextBlock()) {
                        return end();
                    }
                } else if (isElement(next)) {
                    return isInRange();
                } else if (expected == Expected.NEXT_ARRAY && path.isNamed()) {
                    DocumentScanner.requireEnd(file, blocks.offset() + cursor.position(), path);
                    return endOfArrays();
                }
            }
        } catch (JsonProblem e) {
            throw e.in(file, blocks.offset(), "");
        }
    }

    private boolean nextBlock() throws IOException {
        if (!blocks.next()) {
            return false;
        }
        cursor.reset(blocks.bytes(), 0, blocks.to() + 1);
        if (bad != null && bad.areTolerated()) {
            bad.next(blocks.bytes(), 0, blocks.to(), blocks.offset());
        }
        return true;
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
        long position = blocks.offset() + cursor.position();
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
            cursor.reset(new byte[] {JsonCursor.END}, 0, 1);
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
