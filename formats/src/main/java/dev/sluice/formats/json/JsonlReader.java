package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
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
    void read(FileRange range, Schema fileSchema, BatchOutput out) throws IOException, InterruptedException {
        RowCollector rows = new RowCollector(fileSchema, out);
        while (blocks.next()) {
            cursor.reset(blocks.bytes(), blocks.from(), blocks.to());
            int last = (int) Math.min(blocks.to(), range.end() - blocks.offset());
            while (cursor.position() < last) {
                if (readLine(rows)) {
                    rows.emitIfFull();
                }
            }
        }
        rows.finish();
    }

    /** Reads a line; false where it is blank. */
    private boolean readLine(RowCollector rows) throws IOException {
        try {
            if (atBlankLine()) {
                return false;
            }
            rows.read(cursor);
            endLine();
            return true;
        } catch (JsonProblem e) {
            throw e.in(file, blocks.offset(), rows.currentField());
        }
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

    /** Hands every line's object to a consumer, which moves the cursor over it. */
    void forEachObject(FileRange range, Consumer<JsonCursor> consumer) throws IOException {
        while (blocks.next()) {
            cursor.reset(blocks.bytes(), blocks.from(), blocks.to());
            int last = (int) Math.min(blocks.to(), range.end() - blocks.offset());
            while (cursor.position() < last) {
                try {
                    if (!atBlankLine()) {
                        consumer.accept(cursor);
                        endLine();
                    }
                } catch (JsonProblem e) {
                    throw e.in(file, blocks.offset(), "");
                }
            }
        }
    }
}
