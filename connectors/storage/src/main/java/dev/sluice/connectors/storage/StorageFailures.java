package dev.sluice.connectors.storage;

import dev.sluice.formats.ReadOnceException;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says what an I/O failure means to a user. */
final class StorageFailures {
    private StorageFailures() {}

    static ConnectorException of(String place, IOException failure) {
        String file = failure instanceof FileSystemException e && e.getFile() != null ? e.getFile() : place;
        String message = String.valueOf(failure.getMessage());
        return switch (failure) {
            case AccessDeniedException e -> denied(file, e);
            case NoSuchFileException e ->
                new ConnectorException(ErrorCode.STREAM_NOT_FOUND, file + ": there is no such file", e);
            case NotDirectoryException e ->
                new ConnectorException(ErrorCode.INVALID_CONFIGURATION, file + ": this is a file, not a folder", e);
            case ReadOnceException e -> new ConnectorException(ErrorCode.UNSUPPORTED, place + ": " + message, e);
            case EOFException e -> new ConnectorException(ErrorCode.MALFORMED_INPUT, message, e);
            default -> {
                if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
                    yield new ConnectorException(
                            ErrorCode.DISK_FULL,
                            file + ": no space left on the disk; nothing was published. Free some space and run again",
                            failure);
                }
                yield message.contains("Permission denied")
                        ? denied(file, failure)
                        : new ConnectorException(ErrorCode.EXTERNAL_FAILURE, place + ": " + message, failure);
            }
        };
    }

    static InterruptedException interrupted(ClosedByInterruptException cause) {
        InterruptedException interrupted = new InterruptedException("the task was cancelled");
        interrupted.initCause(cause);
        return interrupted;
    }

    private static ConnectorException denied(String file, IOException failure) {
        // a file of our own was to be made: what matters is where
        boolean own = file.substring(file.lastIndexOf('/') + 1).startsWith(Storage.HIDDEN_PREFIX);
        return new ConnectorException(
                ErrorCode.PERMISSION_DENIED,
                (own ? Location.parent(file) : file)
                        + ": the file system refuses access; give this user the right to read or write it",
                failure);
    }
}
