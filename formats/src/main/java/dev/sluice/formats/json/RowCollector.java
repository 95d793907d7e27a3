package dev.sluice.formats.json;

import dev.sluice.formats.InferredValues;
import dev.sluice.spi.BatchOutput;
import dev.sluice.spi.data.BatchBuilder;
import dev.sluice.spi.data.Field;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import dev.sluice.spi.text.ValueParser;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads objects as rows and hands them on in batches. Not thread-safe. */
final class RowCollector {
    private static final int INITIAL_ROWS = 4096;

    private final BatchOutput out;
    private final BatchBuilder batch;
    private final ObjectReader objects;
    private int count;
    private long bytes;

    /**
     * @param fileSchema the keys that the file's objects have
     * @param declared the columns whose types the user set
     */
    RowCollector(Schema fileSchema, Set<String> declared, BatchOutput out) {
        this.out = out;
        this.batch = new BatchBuilder(out.schema(), Math.min(out.batchSize().maxRows(), INITIAL_ROWS));
        this.objects = objects(fileSchema, declared);
    }

    /** The keys of the file's columns and of those wanted, which this file may never have. */
    private ObjectReader objects(Schema fileSchema, Set<String> declared) {
        Schema wanted = out.schema();
        List<Field> missing = wanted.fields().stream()
                .filter(field -> fileSchema.indexOf(field.name()).isEmpty())
                .toList();
        ObjectReader reader = new ObjectReader(fileSchema.size() + missing.size());
        Stream.concat(fileSchema.fields().stream(), missing.stream()).forEach(field -> {
            int index = wanted.indexOf(field.name()).orElse(-1);
            reader.add(
                    field.name(),
                    index < 0 ? field.type() : wanted.type(index),
                    index < 0 ? null : batch.column(index),
                    declared.contains(field.name()) ? ValueParser::of : InferredValues::parser);
        });
        return reader;
    }

    /** Moves over the object at the position and takes it for a row. */
    void read(JsonCursor in) {
        int start = in.position();
        objects.read(in);
        count++;
        // what the text takes stands for what the columns take: cheaper than asking every column
        bytes += in.position() - start;
    }

    /** How many rows the batch has so far. */
    int count() {
        return count;
    }

    /** Drops rows from the end, and what was read of one that isn't complete. */
    void rollBack(int newCount) {
        count = newCount;
        for (int i = 0; i < batch.schema().size(); i++) {
            batch.column(i).truncate(count);
        }
    }

    /** From now on values that are not of their column's type are null, rather than ending the read. */
    void tolerate(ObjectReader.RefusedValue consumer) {
        objects.tolerate(consumer);
    }

    /** Hands the rows on once they fill a batch. */
    void emitIfFull() throws InterruptedException {
        if (out.batchSize().isFull(count, bytes)) {
            emit();
        }
    }

    /** Hands on the rows that are left. */
    void finish() throws InterruptedException {
        if (count > 0) {
            emit();
        }
    }

    private void emit() throws InterruptedException {
        // a batch of no columns still has rows
        out.emit(batch.schema().size() > 0 ? batch.build() : new RecordBatch(batch.schema(), count, List.of()));
        count = 0;
        bytes = 0;
    }

    /** The name of the field that is being read, or an empty text. */
    String currentField() {
        return objects.currentField();
    }
}
