package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.LeaseFailures;
import dev.sluice.spi.LeaseHolder;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A small hidden file where the target is: who is writing a pipeline's stream to it. It is made when the lease is taken and
 * deleted when it is given back. It only ever changes from a version that was looked at, and lasts from when it was written
 * by the storage's clock. Not thread-safe.
 */
final class LeaseFile implements Fence {
    private static final int ATTEMPTS = 5;
    private static final int DIGITS = 24;

    private final Storage storage;
    private final FileTarget target;
    private final WriteRequest request;
    private final String path;
    private List<String> madeFolders = List.of();
    /**
     * Whether it was written from here, and when half of what it lasts is over: by the clock of this process, which nobody
     * sets, and by the machine's, which goes on while the machine sleeps.
     */
    private boolean written;

    private long freshUntil;
    private Instant freshUntilByDate;

    LeaseFile(Storage storage, FileTarget target, WriteRequest request) {
        this.storage = storage;
        this.target = target;
        this.request = request;
        String identity = String.join(
                "\0",
                request.pipeline(),
                request.stream().toString(),
                request.target().toString(),
                target.fileName());
        this.path = target.folder() + "/" + Storage.HIDDEN_PREFIX + "lock-"
                + Digests.hex(identity).substring(0, DIGITS) + ".json";
    }

    String path() {
        return path;
    }

    private record Found(StoredFile file, LeaseRecord lease) {
        Instant expires() {
            return file.modified().plus(lease.length());
        }

        Instant since() {
            return lease.since(file.modified());
        }
    }

    /**
     * Takes the lease, where nobody has it, where who had it didn't renew it in time, or where that was a run from the same
     * workspace.
     *
     * @throws ConnectorException LOCKED where another run has it
     */
    void take(LeaseHolder holder, Duration length) throws IOException {
        madeFolders = storage.missingFolders(target.folder());
        LeaseRecord own = LeaseRecord.taken(request.runId(), holder, length);
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            try {
                Optional<Found> found = find();
                if (found.isPresent()
                        && !found.get().lease().holder().workspace().equals(holder.workspace())) {
                    requireOver(found.get());
                }
                if (write(own, found.map(Found::file))) {
                    return;
                }
            } catch (NoSuchFileException e) {
                // a run that has just ended may remove a folder that it made, while a file is made in it
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
        throw new ConnectorException(
                ErrorCode.TRY_AGAIN, path + ": several runs are beginning to write to '" + request.target() + "'");
    }

    private void requireOver(Found found) throws IOException {
        Instant now = now();
        // where the storage tells whole seconds, more than the length has gone by when they differ by more than it
        if (!found.expires().isBefore(now)) {
            throw LeaseFailures.held(
                    request,
                    found.lease().runId(),
                    found.lease().holder().description(),
                    found.since().truncatedTo(ChronoUnit.SECONDS),
                    found.expires().truncatedTo(ChronoUnit.SECONDS),
                    now.truncatedTo(ChronoUnit.SECONDS));
        }
    }

    /** The time by the storage's clock: when a file is written that is made for it, called like what the run stages. */
    private Instant now() throws IOException {
        String probe = target.hidden(storage, Stager.of(request), "clock") + (target.isFile() ? "" : "lease");
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            storage.replace(probe, new byte[] {'\n'}, Optional.empty());
            Optional<StoredFile> found = storage.find(probe);
            storage.delete(List.of(probe));
            if (found.isPresent()) {
                return found.get().modified();
            }
            // the run that has the lease began just then, and took it for what a dead one left
        }
        throw new ConnectorException(ErrorCode.TRY_AGAIN, probe + ": is deleted again and again while it is written");
    }

    private boolean write(LeaseRecord lease, Optional<StoredFile> current) throws IOException {
        long begun = System.nanoTime();
        Instant begunByDate = Instant.now();
        boolean replaced = storage.replace(path, lease.content(), current);
        if (replaced) {
            written = true;
            Duration half = lease.length().dividedBy(2);
            freshUntil = begun + half.toNanos();
            freshUntilByDate = begunByDate.plus(half);
        }
        return replaced;
    }

    /** Looked up before it is read: where it changes in between, replacing what was looked up fails. */
    private Optional<Found> find() throws IOException {
        Optional<StoredFile> file = storage.find(path);
        Optional<LeaseRecord> lease = file.isPresent() ? read() : Optional.empty();
        return lease.map(found -> new Found(file.get(), found));
    }

    private Optional<LeaseRecord> read() throws IOException {
        Optional<byte[]> content = storage.read(path);
        try {
            return content.map(LeaseRecord::parse);
        } catch (RuntimeException e) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    path + ": this is not a lease (" + e.getMessage() + "); delete it if no run of '"
                            + request.pipeline() + "' is going on",
                    e);
        }
    }

    /**
     * Whether this run has taken the lease.
     *
     * @throws ConnectorException LOCKED where another has it: one that lost it before it began isn't to disturb that one
     */
    boolean isTaken() throws IOException {
        Optional<Found> found = find();
        if (found.isPresent() && !isOwn(found.get().lease())) {
            throw taken(found.get());
        }
        return found.isPresent();
    }

    private boolean isOwn(LeaseRecord lease) {
        return lease.runId().equals(request.runId());
    }

    private ConnectorException taken(Found other) {
        return LeaseFailures.taken(
                request,
                other.lease().runId(),
                other.lease().holder().description(),
                other.since().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether this run has taken the lease, and no other has since. */
    boolean isHeld() throws IOException {
        return read().map(this::isOwn).orElse(false);
    }

    /** Makes the lease last longer; false where another run has it, or nobody. */
    boolean renew() throws IOException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            Optional<Found> found = find();
            if (found.isEmpty() || !isOwn(found.get().lease())) {
                return false;
            }
            Found own = found.get();
            if (write(own.lease().renewed(own.file().modified()), Optional.of(own.file()))) {
                return true;
            }
            // another thread of the run renewed it as well, or the run lost it
        }
        throw new ConnectorException(ErrorCode.TRY_AGAIN, path + ": changes again and again while it is renewed");
    }

    /** Whether nobody but a run from the same workspace can have taken the lease since it was last written from here. */
    private boolean isFresh() {
        return written && System.nanoTime() - freshUntil < 0 && Instant.now().isBefore(freshUntilByDate);
    }

    @Override
    public void requireHeld() throws IOException {
        if (!isFresh() && !renew()) {
            throw find().map(this::taken)
                    .orElseGet(() -> LeaseFailures.lost(
                            request, "another run has taken it and ended since, or somebody has deleted it", null));
        }
    }

    /** Nobody can take the lease over between the two steps: it has just been made to last, or is known to last. */
    void release() throws IOException {
        boolean own = isFresh() ? isHeld() : renew();
        if (own) {
            storage.delete(List.of(path));
        }
        List<String> folders = new ArrayList<>(madeFolders);
        if (!target.isFile() && !folders.contains(target.folder())) {
            // an abort would have removed it, had the lease not been in it
            folders.addFirst(target.folder());
        }
        for (String folder : folders) {
            storage.removeEmptyFolder(folder);
        }
    }
}
