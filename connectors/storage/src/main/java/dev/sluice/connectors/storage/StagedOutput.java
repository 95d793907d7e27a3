package dev.sluice.connectors.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A file that is being staged. Not thread-safe. */
public interface StagedOutput extends Closeable {
    /** Where its bytes go. */
    OutputStream stream();

    /** How much heap the output holds at most, in bytes. */
    long memory();

    /** Completes the file, still unseen. */
    StagedFile finish() throws IOException;

    /** Discards what was staged, unless it was finished. */
    @Override
    void close() throws IOException;
}
