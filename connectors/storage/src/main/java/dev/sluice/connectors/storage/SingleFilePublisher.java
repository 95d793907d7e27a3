package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.io.OutputStream;
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
        storage.discard(storage.staged(target.folder()).stream()
                .filter(this::isForTarget)
                .toList());
    }

    private boolean isForTarget(StagedFile staged) {
        return storage.absolute(staged.path()).equals(storage.absolute(target.file()));
    }

    /**
     * @param parts the hidden parts in order
     * @param overwrite whether a file that is there may be replaced
     */
    CommitResult commit(WriteRequest request, Commit commit, List<StagedFile> parts, boolean overwrite)
            throws IOException {
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
        if (occupied && commit.rows() == 0 && !request.allowEmpty() && holdsRows()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.file() + ": holds rows and would be replaced by none; set 'allow_empty' if that is meant");
        }
        storage.publish(parts);
        long size;
        if (parts.size() == 1) {
            size = parts.getFirst().size();
            storage.move(parts.getFirst().path(), target.file());
        } else {
            size = join(request, parts);
        }
        storage.discard(parts);
        long rows = FolderPublisher.countRows(storage, target, target.file(), size, commit.rows());
        return new CommitResult(rows, List.of());
    }

    private boolean holdsRows() throws IOException {
        try (InputFile file = storage.open(storage.find(target.file()).orElseThrow())) {
            OptionalLong rows = target.format().countRecords(file);
            return rows.isEmpty() || rows.getAsLong() > 0;
        }
    }

    /** Appends the parts, which are readable but hidden, to the one file. */
    private long join(WriteRequest request, List<StagedFile> parts) throws IOException {
        Compression around = target.format().joinsCompressed() ? Compression.NONE : target.fileCompression();
        List<InputFile> open = new ArrayList<>();
        try (StagedOutput out = storage.stage(target.file(), request.runId(), "whole", request.taskMemory() / 2)) {
            for (StagedFile part : parts) {
                StoredFile stored = storage.find(part.path())
                        .orElseThrow(() -> new ConnectorException(
                                ErrorCode.EXTERNAL_FAILURE, part.path() + ": is gone since a moment ago"));
                FileRange all = new FileRange(0, stored.size());
                InputFile file = storage.open(stored, all, request.taskMemory() / 2 / parts.size());
                open.add(FileCompression.decompress(file, around));
            }
            concatenate(request, open, around, out.stream());
            StagedFile whole = out.finish();
            storage.publish(List.of(whole));
            return whole.size();
        } finally {
            for (InputFile part : open) {
                part.close();
            }
        }
    }

    private void concatenate(WriteRequest request, List<InputFile> parts, Compression around, OutputStream out)
            throws IOException {
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

    void abort(String runId) throws IOException {
        storage.discard(storage.staged(target.folder()).stream()
                .filter(staged -> isForTarget(staged) && storage.runOf(staged).equals(runId))
                .toList());
    }
}
