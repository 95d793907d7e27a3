package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/**
 * How one file comes to be of parts, which tasks write by themselves, in any order, and the commit appends to each other.
 * Thread-safe.
 */
public interface Assembly {
    /** Tells tasks and the commit, which may be elsewhere, of what was begun for the file; empty if nothing was. */
    String token();

    /**
     * Begins a part.
     *
     * @param path of a hidden file beside the file
     * @param split which part it is
     * @param attempt at this part, from 1
     * @param name the attempt's, for the storage: letters and digits
     * @param memory how much heap the output may hold, in bytes
     */
    StagedOutput part(String path, int split, int attempt, String name, long memory) throws IOException;

    /**
     * Opens a part that was published under its hidden path, to append it to the whole.
     *
     * @param memory how much heap may hold what is fetched ahead, in bytes
     */
    InputFile open(StagedFile part, long memory) throws IOException;

    /**
     * Begins the whole file. Its stream appends what {@link #open} gives.
     *
     * @param name tells this output from others of the run; letters and digits
     * @param memory how much heap the output may hold, in bytes
     */
    StagedOutput whole(String name, long memory) throws IOException;

    /** Gives up what was begun; nothing happens to a file that is published. */
    void discard() throws IOException;
}
