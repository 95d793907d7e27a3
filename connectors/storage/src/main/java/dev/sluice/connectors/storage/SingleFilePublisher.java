package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /** Removes what crashed runs staged for the file. */
    void recover() throws IOException {
        for (StagedFile staged : storage.staged(target.folder())) {
            if (isForTarget(staged)) {
                storage.discard(staged);
            }
        }
    }

    private boolean isForTarget(StagedFile staged) {
        return staged.path().substring(staged.path().lastIndexOf('/') + 1).equals(target.fileName());
    }

    /**
     * @param parts the hidden parts in order
     * @param overwrite whether a file that is there may be replaced
     */
    CommitResult commit(WriteRequest request, Commit commit, List<StagedFile> parts, boolean overwrite)
            throws IOException {
        List<StoredFile> found = new ArrayList<>();
        for (StagedFile part : parts) {
            storage.find(part.token())
                    .filter(file -> file.size() == part.size())
                    .ifPresent(found::add);
        }
        if (found.isEmpty()) {
            return alreadyPublished(commit);
        }
        if (found.size() < parts.size()) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    target.file() + ": " + (parts.size() - found.size())
                            + " of its staged parts are gone; is another run writing to the same file?");
        }
        boolean occupied = isOccupied();
        if (occupied && !overwrite) {
            throw occupied();
        }
        if (occupied && commit.rows() == 0 && !request.allowEmpty() && holdsRows()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.file() + ": holds rows and would be replaced by none; set 'allow_empty' if that is meant");
        }
        long size = found.size() == 1 ? rename(found.getFirst()) : join(request, found);
        for (StagedFile part : parts) {
            storage.discard(part);
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

    private long rename(StoredFile part) throws IOException {
        storage.move(part.path(), target.file());
        return part.size();
    }

    private long join(WriteRequest request, List<StoredFile> parts) throws IOException {
        List<InputFile> open = new ArrayList<>();
        try (StagedOutput out = storage.stage(target.file(), request.runId(), "whole")) {
            for (StoredFile part : parts) {
                open.add(storage.open(part));
            }
            target.format().concatenate(open, out.stream());
            StagedFile whole = out.finish();
            storage.publish(whole);
            return whole.size();
        } finally {
            for (InputFile part : open) {
                part.close();
            }
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

    void abort(String runId) throws IOException {
        for (StagedFile staged : storage.staged(target.folder())) {
            if (isForTarget(staged) && storage.runOf(staged).equals(runId)) {
                storage.discard(staged);
            }
        }
    }
}
