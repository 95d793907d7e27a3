package dev.sluice.connectors.sqlite;

import dev.sluice.connectors.jdbc.Staging;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.WriteRequest;
import dev.sluice.spi.WriteTask;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file for the rows of a task, beside the database and of that task alone. It's named like the staging table, so that a
 * later run finds what a killed one left.
 */
record ScratchFile(Path path) {
    private static final System.Logger LOG = System.getLogger(ScratchFile.class.getName());

    static ScratchFile of(WriteTask task) {
        Path database = SqliteFile.of(task.request().options()).path();
        String table = Staging.of(task.request()).table().name();
        return new ScratchFile(
                database.resolveSibling(prefix(database) + table + "-" + task.split() + "-" + task.attempt()));
    }

    private static String prefix(Path database) {
        return database.getFileName() + "-";
    }

    /** Deletes the files of all runs of the same pipeline, stream and target. */
    static void deleteAll(WriteRequest request) {
        Path database = SqliteFile.of(request.options()).path();
        String prefix = prefix(database) + Staging.prefix(request);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(
                database.getParent(), file -> file.getFileName().toString().startsWith(prefix))) {
            files.forEach(file -> new ScratchFile(file).delete());
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.WARNING, "looking for files of earlier runs beside " + database, e);
        }
    }

    /** Creates the file; nobody else may read it, as it may be with the database. */
    RandomAccessFile create() throws IOException {
        boolean posix = Files.getFileStore(path.getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        Files.createFile(path, mode);
        return new RandomAccessFile(path.toFile(), "rw");
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, path + " could not be deleted; the next run deletes it", e);
        }
    }

    /** What ATTACH opens it by: it won't change, and needs no locks. */
    String uri() {
        return "file:" + path.toUri().getRawPath() + "?immutable=1";
    }

    ConnectorException failure(StreamName table, IOException e) {
        String message = String.valueOf(e.getMessage());
        boolean full = message.contains("No space left") || message.contains("Disk quota exceeded");
        boolean denied = e instanceof AccessDeniedException;
        return new ConnectorException(
                full ? ErrorCode.DISK_FULL : denied ? ErrorCode.PERMISSION_DENIED : ErrorCode.EXTERNAL_FAILURE,
                "SQLite table '" + table + "': writing its rows to " + path + ": "
                        + (full
                                ? "no space left on the disk; nothing was published. Free some space and run again"
                                : denied ? "the folder can't be written to: check its permissions" : message),
                e);
    }
}
