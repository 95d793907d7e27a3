package dev.sluice.connectors.storage;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
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
 *
 * <p>Failures of the storage are IOExceptions where the JDK has one for them, and else {@link
 * ConnectorException}s.
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

    /** Links to folders in a folder and below it, by path, which {@link #list} doesn't follow: they may lead back up. */
    default List<String> linkedFolders(String folder) throws IOException {
        return List.of();
    }

    /** Links that lead nowhere in a folder and below it, by path, which {@link #list} leaves out. */
    default List<String> brokenLinks(String folder) throws IOException {
        return List.of();
    }

    /** The names of files and folders in a folder; none where there is no such folder. */
    List<String> names(String folder) throws IOException;

    /** Opens a file to look into it here and there: at its beginning, its footer, a sample. */
    default InputFile open(StoredFile file) throws IOException {
        return open(file, new FileRange(0, 0), 0);
    }

    /**
     * Opens a file for reading. Reads fail with a {@link ConnectorException} where the file has changed since
     * it was found, if not before the read then at the latest when it is opened anew afterwards.
     *
     * @param range what will be read from front to back, and may be fetched ahead; empty if nothing
     * @param memory how much heap may hold what is fetched ahead, in bytes; a storage that needs some takes it at least
     */
    InputFile open(StoredFile file, FileRange range, long memory) throws IOException;

    /**
     * Opens a file, which was staged and published, to read all of it.
     *
     * @param memory as above
     */
    default InputFile open(StagedFile file, long memory) throws IOException {
        StoredFile stored = find(file.path())
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE, file.path() + ": is gone since a moment ago"));
        return open(stored, new FileRange(0, stored.size()), memory);
    }

    /**
     * Whether the paths of staged files have to tell who stages them, since they are staged under these very paths: then
     * their names end in {@code -} and {@link Stager#inName} before the extension.
     */
    boolean stagesInPlace();

    /** A file's name as it stands in the names of hidden files, where the storage may have no room for a long one. */
    default String nameInHidden(String name) {
        return name;
    }

    /** Whether hidden files can be read as soon as they are finished, rather than once they are published. */
    boolean readsStaged();

    /**
     * Begins a file.
     *
     * @param path where it will be shown; folders that are missing are made
     * @param stager who stages it; its run and its stream are told by the file's name
     * @param attempt tells this output from others of the run for the same path; letters and digits
     * @param memory how much heap the output may hold, in bytes
     */
    StagedOutput stage(String path, Stager stager, String attempt, long memory) throws IOException;

    /**
     * Begins a file that tasks write in parts. Where the storage takes the parts' content to its place at once, what lies
     * between their beginning and {@link dev.sluice.formats.BodyOutput#endBody} can't be read, but appended to the whole.
     */
    default Assembly beginAssembly(String path, Stager stager) throws IOException {
        return new HiddenParts(this, path, stager);
    }

    /** The same again, in another process or for the commit. */
    default Assembly assembly(String path, Stager stager, String token) {
        return new HiddenParts(this, path, stager);
    }

    /** Whether {@link #publish} would succeed: the file is staged whole, or published already. */
    boolean isComplete(StagedFile file) throws IOException;

    /**
     * Shows staged files under their paths, durably, in place of what is there. Nothing happens to those with which that is
     * done already. A failure may leave some of them shown.
     */
    void publish(List<StagedFile> files) throws IOException;

    /** Removes staged files that were not published. Nothing happens where there are none. */
    void discard(List<StagedFile> files) throws IOException;

    /** What is staged by Sluice for paths in a folder and in folders of partitions below it, whole or not, by any run. */
    List<Leftover> staged(String folder) throws IOException;

    /** The content of a small file; empty where there is none. */
    Optional<byte[]> read(String path) throws IOException;

    /**
     * Writes a small file durably and in one step, unless another writer was there first: a reader sees the old content or
     * the new.
     *
     * @param current the file that was found there, or empty if there was none
     * @return false where the file is not, or no longer, the current one; then it is left as it is
     * @throws ConnectorException UNSUPPORTED where the storage can't write on a condition
     */
    boolean replace(String path, byte[] content, Optional<StoredFile> current) throws IOException;

    /** Deletes files. Nothing happens where there are none. */
    void delete(List<String> paths) throws IOException;

    /** The folders that would be made with a file in this one, innermost first; none where folders don't exist by themselves. */
    List<String> missingFolders(String folder);

    /** Removes a folder that holds nothing, where folders exist by themselves. */
    void removeEmptyFolder(String folder) throws IOException;
}
