package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.OnError;
import dev.sluice.spi.RowErrors;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the lines of a range, each an object. Not thread-safe. */
final class JsonlReader {
    private final InputFile file;
    private final LineBlocks blocks;
    private final JsonCursor cursor = JsonCursor.ofLines();

    JsonlReader(InputFile file, FileRange range) {
        this.file = file;
        this.blocks = new LineBlocks(file, range);
    }

    /** Emits the rows of the range. */
    void read(FileRange range, Schema fileSchema, Set<String> declared, BatchOutput out)
            throws IOException, InterruptedException {
        RowCollector rows = new RowCollector(fileSchema, declared, out);
        BadRecords bad = null;
        while (blocks.next()) {
            cursor.reset(blocks.bytes(), blocks.from(), blocks.to());
            bad = nextBlock(bad, rows, out.rowErrors());
            int last = (int) Math.min(blocks.to(), range.end() - blocks.offset());
            while (cursor.position() < last) {
                if (readLine(rows, bad)) {
                    rows.emitIfFull();
                }
            }
        }
        rows.finish();
    }

    private BadRecords nextBlock(BadRecords before, RowCollector rows, RowErrors errors) {
        BadRecords bad = before;
        if (bad == null) {
            bad = new BadRecords(file, blocks.offset() + blocks.from(), errors);
            if (errors.policy() == OnError.NULL) {
                rows.tolerate(bad::becomesNull);
            }
        }
        if (bad.areTolerated()) {
            bad.next(blocks.bytes(), blocks.from(), blocks.to(), blocks.offset());
        }
        return bad;
    }

    /** Reads a line; false where it is blank or set aside. */
    private boolean readLine(RowCollector rows, BadRecords bad) throws IOException {
        int start = cursor.position();
        int before = rows.count();
        try {
            if (atBlankLine()) {
                return false;
            }
            rows.read(cursor);
            endLine();
            return true;
        } catch (JsonProblem e) {
            if (!bad.areRejected()) {
                throw e.in(file, blocks.offset(), rows.currentField());
            }
            String column = rows.currentField();
            rows.rollBack(before);
            int end = lineEnd(start);
            bad.reject(start, end, column, e);
            cursor.moveTo(end + 1);
            return false;
        }
    }

    /** Where the line feed lies that every line of a block ends in. */
    private int lineEnd(int start) {
        int end = start;
        while (blocks.bytes()[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean atBlankLine() {
        if (cursor.skipSpace() == '\n') {
            cursor.moveTo(cursor.position() + 1);
            return true;
        }
        if (cursor.peek() != '{') {
            throw notAnObject();
        }
        return false;
    }

    private JsonProblem notAnObject() {
        int at = cursor.position();
        boolean first = blocks.offset() == 0 && at <= 3;
        if (first && cursor.peek() == '[') {
            return cursor.malformed(at, "this is a JSON array, not one object per line; set 'format: json'");
        }
        if (first && cursor.peek() < 0) {
            return cursor.malformed(at, "the file is not UTF-8 text; convert it to UTF-8");
        }
        return cursor.unexpected("an object, such as {\"id\": 1},");
    }

    private void endLine() {
        if (cursor.skipSpace() != '\n') {
            throw cursor.unexpected("the end of the line after the object");
        }
        cursor.moveTo(cursor.position() + 1);
    }

    /**
     * Hands every line's object to a consumer, which moves the cursor over it.
     *
     * @param skipsBad whether lines that can't be read are passed over, as long as one can
     */
    void forEachObject(FileRange range, boolean skipsBad, Consumer<JsonCursor> consumer) throws IOException {
        ConnectorException first = null;
        boolean any = false;
        while (blocks.next()) {
            cursor.reset(blocks.bytes(), blocks.from(), blocks.to());
            int last = (int) Math.min(blocks.to(), range.end() - blocks.offset());
            while (cursor.position() < last) {
                int start = cursor.position();
                try {
                    if (!atBlankLine()) {
                        if (skipsBad) {
                            int object = cursor.position();
                            cursor.skipValue();
                            endLine();
                            cursor.moveTo(object);
                        }
                        consumer.accept(cursor);
                        endLine();
                        any = true;
                    }
                } catch (JsonProblem e) {
                    if (!skipsBad) {
                        throw e.in(file, blocks.offset(), "");
                    }
                    first = first == null && !any ? e.in(file, blocks.offset(), "") : first;
                    cursor.moveTo(lineEnd(start) + 1);
                }
            }
        }
        if (first != null && !any) {
            throw first;
        }
    }
}
