package dev.sluice.connectors.storage;

import dev.sluice.spi.data.RecordBatch;
import java.io.IOException;

/** Writes all rows to one file, and to a further one where that is full. */
final class SequentialWriter implements RowsWriter {
    private final TaskFiles files;
    private final long memory;
    private PartFile open;

    SequentialWriter(TaskFiles files, long memory) {
        this.files = files;
        this.memory = memory;
    }

    @Override
    public void write(RecordBatch batch) throws IOException {
        open = files.write(open, "", batch, memory);
    }

    @Override
    public void finish(boolean evenWithoutRows) throws IOException {
        if (open == null && evenWithoutRows) {
            open = files.open("", memory);
        }
        if (open != null) {
            files.finish(open);
            open = null;
        }
    }
}
