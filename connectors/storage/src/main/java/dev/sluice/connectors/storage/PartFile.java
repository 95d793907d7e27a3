package dev.sluice.connectors.storage;

import dev.sluice.formats.RecordWriter;
import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.data.RecordBatch;
import java.io.Closeable;
import java.io.IOException;

/** A file that a task is writing. Not thread-safe. */
final class PartFile implements Closeable {
    private final StagedOutput out;
    private final RecordWriter writer;
    private long rows;

    /** Begins what the file is written to, with an amount of memory in bytes. */
    @FunctionalInterface
    interface Opening {
        StagedOutput open(long memory) throws IOException;
    }

    private PartFile(StagedOutput out, RecordWriter writer) {
        this.out = out;
        this.writer = writer;
    }

    /**
     * Begins a file.
     *
     * @param settings with the memory for both the writer and what it writes to
     */
    static PartFile open(Opening opening, FileTarget target, WriterSettings settings) throws IOException {
        StagedOutput out = opening.open(settings.memory() / 2);
        try {
            long left = Math.max(settings.memory() / 4, settings.memory() - out.memory());
            WriterSettings remaining =
                    new WriterSettings(settings.schema(), settings.options(), settings.continuation(), left);
            return new PartFile(out, target.newWriter(out.stream(), remaining));
        } catch (IOException | RuntimeException e) {
            out.close();
            throw e;
        }
    }

    void write(RecordBatch batch) throws IOException {
        writer.write(batch);
        rows += batch.rowCount();
    }

    long rows() {
        return rows;
    }

    /** Bytes written so far, without what is buffered. */
    long bytes() {
        return writer.bytesWritten();
    }

    /** How much heap the storage takes for it, in bytes. */
    long outputMemory() {
        return out.memory();
    }

    WrittenFile finish() throws IOException {
        writer.finish();
        return new WrittenFile(out.finish(), rows);
    }

    /** Discards the file, unless it was finished. */
    @Override
    public void close() throws IOException {
        try (out) {
            writer.close();
        }
    }
}
