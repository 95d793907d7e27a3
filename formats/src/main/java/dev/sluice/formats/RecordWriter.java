package dev.sluice.formats;

import dev.sluice.spi.data.RecordBatch;
import java.io.Closeable;
import java.io.IOException;

/** Writes batches to one file. Not thread-safe. */
public interface RecordWriter extends Closeable {
    void write(RecordBatch batch) throws IOException;

    /** Bytes written to the file so far; what is still buffered doesn't count. */
    long bytesWritten();

    /** Completes the file: footers, what is buffered. Without it the file is not valid. Leaves the stream open. */
    void finish() throws IOException;

    /** Frees what the writer holds; after a failure, without finishing the file. Leaves the stream open. */
    @Override
    void close();
}
