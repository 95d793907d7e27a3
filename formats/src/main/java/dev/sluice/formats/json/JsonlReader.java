package dev.sluice.formats.json;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.BatchSize;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.Schema;
import java.io.IOException;
import java.util.function.Consumer;

/** Reads the lines of a range, each an object. Not thread-safe. */
final class JsonlReader {
    private static final int INITIAL_ROWS = 4096;

    private final InputFile file;
    private final LineBlocks blocks;
    private final JsonCursor cursor = new JsonCursor();

    JsonlReader(InputFile file, FileRange range) {
        this.file = file;
        this.blocks = new LineBlocks(file, range);
    }

    /** Emits the rows of the range. */
    void read(FileRange range, Schema fileSchema, BatchOutput out) throws IOException, InterruptedException {
        Schema wanted = out.schema();
        BatchSize size = out.batchSize();
        BatchBuilder batch = new BatchBuilder(wanted, Math.min(size.maxRows(), INITIAL_ROWS));
        ObjectReader rows = rows(fileSchema, batch);
        int count = 0;
        long bytes = 0;
        while (blocks.next()) {
            cursor.reset(blocks.bytes(), blocks.from(), blocks.to());
            int last = (int) Math.min(blocks.to(), range.end() - blocks.offset());
            while (cursor.position() < last) {
                int start = cursor.position();
                if (readLine(rows)) {
                    count++;
                    // what the text takes stands for what the columns take: cheaper than asking every column
                    bytes += cursor.position() - start;
                    if (size.isFull(count, bytes)) {
                        out.emit(batch(batch, count));
                        count = 0;
                        bytes = 0;
                    }
                }
            }
        }
        if (count > 0) {
            out.emit(batch(batch, count));
        }
    }

    /** A batch of no columns still has rows. */
    private static dev.sluice.spi.data.RecordBatch batch(BatchBuilder batch, int count) {
        return batch.schema().size() > 0
                ? batch.build()
                : new dev.sluice.spi.data.RecordBatch(batch.schema(), count, java.util.List.of());
    }

    /** The keys of the file's columns and of those wanted, which this file may never have. */
    private static ObjectReader rows(Schema fileSchema, BatchBuilder batch) {
        Schema wanted = batch.schema();
        java.util.List<Field> missing = wanted.fields().stream()
                .filter(field -> fileSchema.indexOf(field.name()).isEmpty())
                .toList();
        ObjectReader rows = new ObjectReader(fileSchema.size() + missing.size());
        java.util.stream.Stream.concat(fileSchema.fields().stream(), missing.stream())
                .forEach(field -> {
                    int index = wanted.indexOf(field.name()).orElse(-1);
                    rows.add(
                            field.name(),
                            index < 0 ? field.type() : wanted.type(index),
                            index < 0 ? null : batch.column(index));
                });
        return rows;
    }

    /** Reads a line; false where it is blank. */
    private boolean readLine(ObjectReader rows) throws IOException {
        try {
            if (atBlankLine()) {
                return false;
            }
            rows.read(cursor);
            endLine();
            return true;
        } catch (JsonProblem e) {
            throw located(e, rows.currentField());
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
            return cursor.malformed(at, "this is a JSON array, not one object per line");
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
                    throw located(e, "");
                }
            }
        }
    }

    private ConnectorException located(JsonProblem problem, String column) throws IOException {
        long position = blocks.offset() + problem.position();
        String place = file.name() + ": line " + LineBlocks.lineNumber(file, position)
                + (column.isEmpty() ? "" : ", column '" + column + "'") + " (byte " + position + "): ";
        ErrorCode code = problem.code();
        return new ConnectorException(code, place + problem.getMessage(), problem);
    }
}
