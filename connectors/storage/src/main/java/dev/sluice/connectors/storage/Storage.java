package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A place for files, which knows nothing of what is in them: the seam between file connectors and file systems or object
 * stores. Thread-safe.
 *
 * <p>A file is first staged, where no listing shows it to other readers, and then published under its path in one step.
 * On a file system staging is a hidden file beside the target and publishing a rename; on an object store staging is a
 * multipart upload to the target's key and publishing its completion.
 */
public interface Storage {
    /** Staged files and what else is not for readers begins with this. */
    String HIDDEN_PREFIX = ".sluice-";

    /** The file at a path; empty where there is none or it is a folder. */
    Optional<StoredFile> find(String path) throws IOException;

    /** A path from the storage's root, for a path that may be relative or hold {@code .} and {@code ..}. */
    String absolute(String path);

    boolean isFolder(String path) throws IOException;

    /** The files in a folder, hidden ones included, by path; none where there is no such folder. */
    List<StoredFile> list(String folder, boolean recursive) throws IOException;

    /** The names of files and folders in a folder; none where there is no such folder. */
    List<String> names(String folder) throws IOException;

    /**
     * Opens a file for reading.
     *
     * @throws dev.sluice.spi.ConnectorException where it has changed since it was found
     */
    InputFile open(StoredFile file) throws IOException;

    /**
     * Begins a file.
     *
     * @param path where it will be shown; folders that are missing are made
     * @param runId letters and digits
     * @param attempt tells this output from others of the run for the same path; letters and digits
     */
    StagedOutput stage(String path, String runId, String attempt) throws IOException;

    /** Whether {@link #publish} would succeed: the file is staged whole, or published already. */
    boolean isComplete(StagedFile file) throws IOException;

    /** Shows a staged file under its path, durably, in place of what is there. Nothing happens where that is done already. */
    void publish(StagedFile file) throws IOException;

    /** Removes a staged file that was not published. Nothing happens where there is none. */
    void discard(StagedFile file) throws IOException;

    /** What is staged for paths in a folder, whole or not, by any run. */
    List<StagedFile> staged(String folder) throws IOException;

    /** Which run staged a file. */
    String runOf(StagedFile file);

    /** Gives a file another path, durably and in one step, in place of what is there. */
    void move(String from, String to) throws IOException;

    byte[] read(String path) throws IOException;

    /** Writes a small file durably and in one step: a reader sees the old content or the new. */
    void replace(String path, byte[] content) throws IOException;

    /** Deletes a file. Nothing happens where there is none. */
    void delete(String path) throws IOException;

    /** Removes a folder that holds nothing, where folders exist by themselves. */
    void removeEmptyFolder(String folder) throws IOException;
}
