package dev.sluice.engine.run;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/** Turns whatever a connector threw into the one exception that is shown to users. */
final class Failures {
    private Failures() {}

    /** Names the stream, and the split where there is more than one, before the message. */
    static ConnectorException inStream(String stream, String split, Throwable failure) {
        String place = stream + (split.isEmpty() ? "" : " (" + split + ")");
        return switch (failure) {
            case ConnectorException e ->
                e.getMessage().contains(stream)
                        ? e
                        : new ConnectorException(e.code(), place + ": " + e.getMessage(), e);
            case InterruptedException e -> cancelled(place, e);
            case OutOfMemoryError e ->
                new ConnectorException(
                        ErrorCode.OUT_OF_MEMORY,
                        place
                                + ": the memory budget is used up; raise --max-memory, or lower --parallelism or"
                                + " batch_size",
                        e);
            case IOException e ->
                new ConnectorException(
                        isDiskFull(e) ? ErrorCode.DISK_FULL : ErrorCode.EXTERNAL_FAILURE,
                        place + ": "
                                + (isDiskFull(e) ? "no space left on the disk; nothing was published" : e.getMessage()),
                        e);
            default ->
                new ConnectorException(
                        ErrorCode.INTERNAL,
                        place + ": unexpected " + failure + "; this is a bug, please report it with --debug's output",
                        failure);
        };
    }

    static ConnectorException cancelled(String place, Throwable cause) {
        return new ConnectorException(ErrorCode.CANCELLED, place + ": cancelled", cause);
    }

    private static boolean isDiskFull(IOException e) {
        String message = String.valueOf(e.getMessage());
        return message.contains("No space left") || message.contains("Disk quota exceeded");
    }
}
