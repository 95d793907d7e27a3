package dev.sluice.connectors.storage;

import dev.sluice.formats.WriterSettings;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import dev.sluice.spi.data.RecordBatch;
import dev.sluice.spi.data.Schema;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The files that one attempt at a task writes, and what they are called. Not thread-safe. */
final class TaskFiles implements Closeable {
    /** A batch is written in steps of this part of a file's size, so that the file ends in time. */
    private static final int STEPS_PER_FILE = 8;

    private static final long SMALLEST_MEMORY = 1 << 20;

    private final Storage storage;
    private final FileTarget target;
    private final OutputLayout layout;
    private final WriteTask task;
    private final Schema schema;
    private final String suffix;
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<PartFile> open = new HashSet<>();
    private final List<WrittenFile> written = new ArrayList<>();
    private boolean complete;

    /**
     * @param schema the columns of the files
     * @param suffix put behind the names of parts
     */
    TaskFiles(Storage storage, FileTarget target, OutputLayout layout, WriteTask task, Schema schema, String suffix) {
        this.storage = storage;
        this.target = target;
        this.layout = layout;
        this.task = task;
        this.schema = schema;
        this.suffix = suffix;
    }

    Schema schema() {
        return schema;
    }

    /**
     * Begins the next file of a folder.
     *
     * @param folder below the stream's own, or empty
     */
    PartFile open(String folder, long memory) throws IOException {
        WriteRequest request = task.request();
        int number = counts.merge(folder, 1, Integer::sum) - 1;
        boolean continuation = target.isFile() && task.split() > 0;
        long bounded = Math.min(memory, Math.max(layout.maxBytes(), SMALLEST_MEMORY));
        PartFile file = PartFile.open(
                granted -> stage(path(folder, number), granted),
                target,
                new WriterSettings(schema, request.options(), continuation, bounded));
        open.add(file);
        return file;
    }

    private StagedOutput stage(String path, long memory) throws IOException {
        return target.isFile()
                ? new SingleFilePublisher(storage, target)
                        .assembly(task.request(), task.handle())
                        .part(path, task.split(), task.attempt(), attempt(), memory)
                : storage.stage(path, Stager.of(task.request()), attempt(), memory);
    }

    private String attempt() {
        return "s" + task.split() + "a" + task.attempt();
    }

    private String path(String folder, int number) {
        if (target.isFile()) {
            return target.hidden(storage, Stager.of(task.request()), attempt());
        }
        return layout.hasSeveralFiles()
                ? target.part(folder, task.split(), number, suffix)
                : target.part(task.split(), suffix);
    }

    /**
     * Writes rows to a folder's file, and on to further ones where it is full.
     *
     * @param file the folder's open file, or null
     * @return the file that is open now
     */
    PartFile write(PartFile file, String folder, RecordBatch batch, long memory) throws IOException {
        PartFile current = file;
        int step = step(batch);
        for (int from = 0; from < batch.rowCount(); ) {
            if (current != null && isFull(current)) {
                finish(current);
                current = null;
            }
            if (current == null) {
                current = open(folder, memory);
            }
            int count = (int) Math.min(Math.min(step, batch.rowCount() - from), layout.maxRows() - current.rows());
            current.write(RowSelection.slice(batch, from, count));
            from += count;
        }
        return current;
    }

    private int step(RecordBatch batch) {
        long bytesPerRow = Math.max(1, batch.sizeInBytes() / Math.max(1, batch.rowCount()));
        return Math.clamp(layout.maxBytes() / STEPS_PER_FILE / bytesPerRow, 1, Integer.MAX_VALUE);
    }

    private boolean isFull(PartFile file) {
        return file.rows() >= layout.maxRows() || file.bytes() >= layout.maxBytes();
    }

    void finish(PartFile file) throws IOException {
        written.add(file.finish());
        open.remove(file);
        file.close();
    }

    /** What was written, once all files are finished. */
    List<WrittenFile> complete() {
        complete = true;
        return List.copyOf(written);
    }

    /** Discards what was written, unless it is complete. */
    @Override
    public void close() throws IOException {
        if (complete) {
            return;
        }
        for (PartFile file : open) {
            file.close();
        }
        if (!written.isEmpty()) {
            storage.discard(written.stream().map(WrittenFile::staged).toList());
        }
    }
}
