package dev.sluice.formats;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file to read from, wherever it is stored: the seam between formats and storages. Thread-safe; any number of threads
 * may read ranges at once.
 */
public interface InputFile extends Closeable {
    /** For messages: a path or URL without secrets. */
    String name();

    /** Size in bytes, fixed for as long as the file is open. */
    long length();

    /**
     * Reads bytes from a position.
     *
     * @return how many were read: at least 1 and at most {@code count}, or -1 at the end of the file
     * @throws IOException also where the file was changed since it was opened, as far as the storage can tell
     */
    int read(long position, byte[] target, int offset, int count) throws IOException;

    /** Reads exactly {@code count} bytes; an end of file before that is an error. */
    default void readFully(long position, byte[] target, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int read = read(position + done, target, offset + done, count - done);
            if (read < 0) {
                throw new java.io.EOFException(name() + ": the file ends at byte " + (position + done) + ", "
                        + (count - done) + " bytes early");
            }
            done += read;
        }
    }
}
