package dev.sluice.connectors.storage;

import dev.sluice.spi.data.RecordBatch;
import java.io.IOException;

/** Writes a task's rows to files, which {@link TaskFiles} discards after a failure. Not thread-safe. */
sealed interface RowsWriter permits SequentialWriter, PartitionedWriter {
    void write(RecordBatch batch) throws IOException;

    /**
     * Finishes the files that are open.
     *
     * @param evenWithoutRows whether there must be a file, for the columns' sake, where that can be
     */
    void finish(boolean evenWithoutRows) throws IOException;
}
