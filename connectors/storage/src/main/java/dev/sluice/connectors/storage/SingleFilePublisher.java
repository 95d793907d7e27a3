package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Publishes one file: the parts, which lie hidden beside it, are appended in the order of their splits and the whole is
 * given the file's name.
 */
final class SingleFilePublisher {
    private final Storage storage;
    private final FileTarget target;

    SingleFilePublisher(Storage storage, FileTarget target) {
        this.storage = storage;
        this.target = target;
    }

    /** Whether something is there that a user would miss. */
    boolean isOccupied() throws IOException {
        return storage.find(target.file()).map(file -> file.size() > 0).orElse(false);
    }

    ConnectorException occupied() {
        return new ConnectorException(
                ErrorCode.TARGET_EXISTS,
                target.file() + ": the file exists; set 'overwrite: true' (--overwrite) to replace it");
    }

    /** Removes what dead runs staged for the file. */
    void recover(WriteRequest request, Instant now) throws IOException {
        storage.discard(leftovers(request, now).dead());
    }

    private Leftovers leftovers(WriteRequest request, Instant now) throws IOException {
        // a run may have been killed while it wrote its lease
        Set<String> files = Set.of(
                storage.absolute(target.file()), storage.absolute(new LeaseFile(storage, target, request).path()));
        List<Leftover> ofFile = storage.staged(target.folder()).stream()
                .filter(leftover ->
                        files.contains(storage.absolute(leftover.file().path())))
                .toList();
        return new Leftovers(ofFile, Stager.of(request), now);
    }

    /**
     * @param parts the hidden parts in order
     * @param joined the parts in one, where that is done already
     * @param fence asked before the file is shown
     */
    CommitResult commit(
            WriteRequest request, Commit commit, List<StagedFile> parts, Optional<StagedFile> joined, Fence fence)
            throws IOException {
        boolean overwrite = request.options().get(StorageDestination.OVERWRITE);
        int complete = 0;
        for (StagedFile part : parts) {
            complete += storage.isComplete(part) ? 1 : 0;
        }
        if (complete == 0) {
            return alreadyPublished(commit);
        }
        if (complete < parts.size()) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    target.file() + ": " + (parts.size() - complete)
                            + " of its staged parts are gone; is another run writing to the same file?");
        }
        boolean occupied = isOccupied();
        if (occupied && !overwrite) {
            throw occupied();
        }
        if (occupied && commit.rows() == 0 && !request.rules().allowEmpty() && holdsRows()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.file() + ": holds rows and would be replaced by none; set 'allow_empty' if that is meant");
        }
        storage.publish(parts);
        long size;
        if (parts.size() == 1 && joined.isEmpty()) {
            size = parts.getFirst().size();
            fence.requireHeld();
            storage.move(parts.getFirst().path(), target.file());
        } else {
            StagedFile whole = joined.isPresent() ? joined.get() : join(request, parts);
            fence.requireHeld();
            storage.publish(List.of(whole));
            size = whole.size();
        }
        storage.discard(parts);
        if (Leftovers.mayBeLeft(commit)) {
            storage.discard(leftovers(request, Instant.now()).ownBut(Set.of(target.file())));
        }
        long rows = FolderPublisher.countRows(storage, target, target.file(), size, commit.rows());
        return new CommitResult(rows, List.of());
    }

    private boolean holdsRows() throws IOException {
        try (InputFile file = storage.open(storage.find(target.file()).orElseThrow())) {
            OptionalLong rows = target.format().countRecords(file);
            return rows.isEmpty() || rows.getAsLong() > 0;
        }
    }

    /** Begins to put parts together before the commit, if the storage can read what is staged. */
    Optional<EarlyJoin> joinEarly(WriteRequest request) {
        return storage.readsStaged()
                ? Optional.of(new EarlyJoin(parts(request), parts -> join(request, parts, EarlyJoin.ATTEMPT)))
                : Optional.empty();
    }

    private OrderedParts parts(WriteRequest request) {
        return new OrderedParts(storage, compressionAround(), request.taskMemory() / 4);
    }

    private Compression compressionAround() {
        return target.format().joinsCompressed() ? Compression.NONE : target.fileCompression();
    }

    /** Appends the parts, which are readable but hidden, to the one file. */
    private StagedFile join(WriteRequest request, OrderedParts parts, String attempt) throws IOException {
        try (parts;
                StagedOutput out =
                        storage.stage(target.file(), Stager.of(request), attempt, request.taskMemory() / 2)) {
            concatenate(request, parts, out.stream());
            return out.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private StagedFile join(WriteRequest request, List<StagedFile> accepted) throws IOException {
        OrderedParts parts = parts(request);
        parts.add(0, accepted);
        parts.end(accepted);
        return join(request, parts, "whole");
    }

    private void concatenate(WriteRequest request, OrderedParts parts, OutputStream out) throws IOException {
        Compression around = compressionAround();
        if (around == Compression.NONE) {
            target.format().concatenate(parts, out);
            return;
        }
        try (OutputStream compressed =
                FileCompression.compress(out, around, CompressionOptions.level(request.options()))) {
            target.format().concatenate(parts, compressed);
        }
    }

    /** A second call of a commit that went through finds no parts; whether it did is told by the file. */
    private CommitResult alreadyPublished(Commit commit) throws IOException {
        Optional<StoredFile> whole = storage.find(target.file());
        if (whole.isPresent()) {
            try (InputFile file = storage.open(whole.get())) {
                OptionalLong rows = target.format().countRecords(file);
                if (rows.isEmpty() || rows.getAsLong() == commit.rows()) {
                    return new CommitResult(commit.rows(), List.of());
                }
            }
        }
        throw new ConnectorException(
                ErrorCode.EXTERNAL_FAILURE,
                target.file() + ": what was staged for it is gone; is another run writing to the same file?");
    }

    void abort(WriteRequest request) throws IOException {
        storage.discard(leftovers(request, Instant.now()).own());
    }
}
