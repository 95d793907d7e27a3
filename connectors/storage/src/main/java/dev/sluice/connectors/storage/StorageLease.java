package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Lease;
import dev.sluice.spi.LeaseHolder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** A lease in a storage. */
final class StorageLease implements Lease {
    private static final System.Logger LOG = System.getLogger(StorageLease.class.getName());

    private final LeaseFile file;

    private StorageLease(LeaseFile file) {
        this.file = file;
    }

    /** Where the storage can't replace files on conditions, runs are not kept apart, and the lease says so. */
    static Lease take(LeaseFile file, LeaseHolder holder, Duration length) throws IOException {
        try {
            file.take(holder, length);
            return new StorageLease(file);
        } catch (ConnectorException e) {
            if (e.code() != ErrorCode.UNSUPPORTED) {
                throw e;
            }
            return new Missing(e.getMessage() + ", so that nothing keeps runs on other machines from writing there");
        }
    }

    /** Holds nobody off. */
    private record Missing(String note) implements Lease {
        @Override
        public boolean renew() {
            return true;
        }

        @Override
        public List<String> notes() {
            return List.of(note);
        }

        @Override
        public void close() {}
    }

    @Override
    public synchronized boolean renew() {
        try {
            return file.renew();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "renewing a lease", e);
            return true;
        }
    }

    /** Also of a run that was cancelled: files can't be written in a thread that is interrupted. */
    @Override
    public synchronized void close() {
        boolean interrupted = Thread.interrupted();
        try {
            file.release();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.DEBUG, "a lease could not be given back; it ends by itself", e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
