package dev.sluice.formats.parquet;

import dev.sluice.spi.ConnectorException;
import java.io.IOException;

/** Carries a failure of the storage through Hardwood, so that it isn't taken for damage of the file. */
final class StorageException extends IOException {
    private static final long serialVersionUID = 1L;

    StorageException(IOException cause) {
        super(cause.getMessage(), cause);
    }

    /** Throws what the storage failed with, where a failure of Hardwood comes from that. */
    static void rethrowFrom(Throwable failure) throws IOException {
        for (Throwable e = failure; e != null; e = e.getCause()) {
            switch (e) {
                case ConnectorException of -> throw of;
                case StorageException of -> throw of.getCause();
                default -> {}
            }
        }
    }

    @Override
    public synchronized IOException getCause() {
        return (IOException) super.getCause();
    }
}
