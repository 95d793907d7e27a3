package dev.sluice.formats;

import java.io.Closeable;
import java.io.IOException;

/**
 * A file to read from, wherever it is stored: the seam between formats and storages. Thread-safe; any number of threads
 * may read ranges at once.
 *
 * <p>A file whose bytes have to be made first, such as a compressed one, can only be read forward: its length is
 * {@link #UNKNOWN_LENGTH}, it has one range, and whatever reads it must go on until {@link #read} says that it ends.
 * Positions are those of the bytes made. Going back is allowed, and makes them anew from the beginning.
 */
public interface InputFile extends Closeable {
    /** The length of a file whose end is only known once it is reached. */
    long UNKNOWN_LENGTH = Long.MAX_VALUE;

    /** For messages: a path or URL without secrets. */
    String name();

    /** Size in bytes, fixed for as long as the file is open; or {@link #UNKNOWN_LENGTH}. */
    long length();

    /** Whether the file has more bytes than this. Cheap for small sizes only where the length isn't known. */
    default boolean isLongerThan(long size) throws IOException {
        return length() == UNKNOWN_LENGTH ? read(size, new byte[1], 0, 1) >= 0 : length() > size;
    }

    /** Whether a read takes its time however little it reads, so that a few large ones are better than many small ones. */
    default boolean isRemote() {
        return false;
    }

    /**
     * Reads bytes from a position.
     *
     * @return how many were read: at least 1 and at most {@code count}, or -1 at the end of the file
     * @throws IOException also where the file was changed since it was opened, as far as the storage can tell
     */
    int read(long position, byte[] target, int offset, int count) throws IOException;

    /** Reads {@code count} bytes, or as many as there are; returns how many. */
    default int readUpTo(long position, byte[] target, int offset, int count) throws IOException {
        int done = 0;
        while (done < count) {
            int read = read(position + done, target, offset + done, count - done);
            if (read < 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    /** Reads exactly {@code count} bytes; an end of file before that is an error. */
    default void readFully(long position, byte[] target, int offset, int count) throws IOException {
        int done = readUpTo(position, target, offset, count);
        if (done < count) {
            throw new java.io.EOFException(
                    name() + ": the file ends at byte " + (position + done) + ", " + (count - done) + " bytes early");
        }
    }
}
