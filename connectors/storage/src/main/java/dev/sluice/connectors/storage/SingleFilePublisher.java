package dev.sluice.connectors.storage;

import dev.sluice.formats.Compression;
import dev.sluice.formats.CompressionOptions;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.WriteHandle;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Publishes one file: the parts, which lie hidden beside it, are appended in the order of their splits and the whole is
 * given the file's name.
 */
final class SingleFilePublisher {
    /** The handle's property that is there where something was begun for the whole file. */
    private static final String ASSEMBLY = "assembly";
    /** The handle's property that tells which file was there, if any. */
    private static final String BEFORE = "before";
    /** Tells what a commit puts together from what is joined early. */
    private static final String WHOLE = "whole";

    private static final int COPY_BUFFER = 256 << 10;

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

    /**
     * Begins the file.
     *
     * @return properties of the handle from which {@link #assembly} goes on
     */
    Map<String, String> begin(WriteRequest request) throws IOException {
        Map<String, String> properties = new HashMap<>(Map.of(BEFORE, present()));
        if (target.format().copiesBodies() && compressionAround() == Compression.NONE) {
            String token =
                    storage.beginAssembly(target.file(), Stager.of(request)).token();
            if (!token.isEmpty()) {
                properties.put(ASSEMBLY, token);
            }
        }
        return Map.copyOf(properties);
    }

    /** Tells the file that is there from what is written after it; the same content may be written again. */
    private String present() throws IOException {
        return storage.find(target.file())
                .map(file -> file.version() + " " + file.modified())
                .orElse("");
    }

    /** How the file is made of its parts. */
    Assembly assembly(WriteRequest request, WriteHandle handle) {
        String token = handle.properties().get(ASSEMBLY);
        Stager stager = Stager.of(request);
        return token == null
                ? new HiddenParts(storage, target.file(), stager)
                : storage.assembly(target.file(), stager, token);
    }

    /** Removes what dead runs staged for the file. */
    void recover(WriteRequest request, Instant now) throws IOException {
        storage.discard(leftovers(request, now).dead());
    }

    private Leftovers leftovers(WriteRequest request, Instant now) throws IOException {
        // a run may have been killed while it wrote its lease
        Set<String> files = Set.of(
                storage.absolute(target.folder() + "/" + storage.nameInHidden(target.fileName())),
                storage.absolute(new LeaseFile(storage, target, request).path()));
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
            WriteRequest request,
            WriteHandle handle,
            Commit commit,
            List<StagedFile> parts,
            Optional<StagedFile> joined,
            Fence fence)
            throws IOException {
        boolean overwrite = request.options().get(StorageDestination.OVERWRITE);
        int complete = 0;
        for (StagedFile part : parts) {
            complete += storage.isComplete(part) ? 1 : 0;
        }
        if (complete == 0) {
            return alreadyPublished(handle, commit);
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
        Assembly assembly = assembly(request, handle);
        StagedFile whole = joined.isPresent() ? joined.get() : whole(request, assembly, parts);
        fence.requireHeld();
        storage.publish(List.of(whole));
        storage.discard(parts);
        assembly.discard();
        if (Leftovers.mayBeLeft(commit)) {
            storage.discard(leftovers(request, Instant.now()).own());
        }
        long rows = FolderPublisher.countRows(storage, target, target.file(), whole.size(), commit.rows());
        return new CommitResult(rows, List.of("published " + target.file()));
    }

    private boolean holdsRows() throws IOException {
        try (InputFile file = storage.open(storage.find(target.file()).orElseThrow())) {
            OptionalLong rows = target.format().countRecords(file);
            return rows.isEmpty() || rows.getAsLong() > 0;
        }
    }

    /** Begins to put parts together before the commit, if the storage can read what is staged. */
    Optional<EarlyJoin> joinEarly(WriteRequest request, WriteHandle handle) {
        if (!storage.readsStaged()) {
            return Optional.empty();
        }
        Assembly assembly = assembly(request, handle);
        return Optional.of(new EarlyJoin(
                new OrderedParts(assembly, compressionAround(), partMemory(request)),
                parts -> join(request, assembly, parts, EarlyJoin.ATTEMPT)));
    }

    private static long partMemory(WriteRequest request) {
        return request.taskMemory() / 4;
    }

    private Compression compressionAround() {
        return target.format().joinsCompressed() ? Compression.NONE : target.fileCompression();
    }

    private StagedFile whole(WriteRequest request, Assembly assembly, List<StagedFile> accepted) throws IOException {
        if (accepted.size() == 1) {
            return only(request, assembly, accepted.getFirst());
        }
        OrderedParts parts = new OrderedParts(assembly, compressionAround(), partMemory(request));
        parts.add(0, accepted);
        parts.end(accepted);
        return join(request, assembly, parts, WHOLE);
    }

    /** A file of one part, which needs no more than another name where it is a file that can be read. */
    private StagedFile only(WriteRequest request, Assembly assembly, StagedFile part) throws IOException {
        if (storage.readsStaged()) {
            return new StagedFile(target.file(), part.token(), part.size());
        }
        try (InputFile content = assembly.open(part, partMemory(request));
                StagedOutput out = assembly.whole(WHOLE, request.taskMemory() / 2)) {
            RangeOutput.append(content, 0, content.length(), new byte[COPY_BUFFER], out.stream());
            return out.finish();
        }
    }

    /** Appends the parts, which are readable but hidden, to the one file. */
    private StagedFile join(WriteRequest request, Assembly assembly, OrderedParts parts, String name)
            throws IOException {
        try (parts;
                StagedOutput out = assembly.whole(name, request.taskMemory() / 2)) {
            concatenate(request, parts, out.stream());
            return out.finish();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
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

    /** A second call of a commit that went through finds no parts; whether it did is told by the file, which is another one. */
    private CommitResult alreadyPublished(WriteHandle handle, Commit commit) throws IOException {
        Optional<StoredFile> whole = storage.find(target.file());
        if (whole.isPresent() && !present().equals(handle.properties().get(BEFORE))) {
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

    void abort(WriteRequest request, WriteHandle handle) throws IOException {
        assembly(request, handle).discard();
        storage.discard(leftovers(request, Instant.now()).own());
    }
}
