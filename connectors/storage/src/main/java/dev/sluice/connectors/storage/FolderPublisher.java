package dev.sluice.connectors.storage;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.Commit;
import dev.sluice.spi.CommitResult;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.StoredState;
import dev.sluice.spi.WriteMode;
import dev.sluice.spi.WriteRequest;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Publishes part files in a folder with a manifest, by a journal. */
final class FolderPublisher {
    private final Storage storage;
    private final FileTarget target;

    FolderPublisher(Storage storage, FileTarget target) {
        this.storage = storage;
        this.target = target;
    }

    String path() {
        return target.folder();
    }

    Optional<Manifest> manifest() throws IOException {
        return Manifest.read(storage, target.folder());
    }

    /** The names of the files that hold data now: by the manifest, or else whatever is there. */
    List<Manifest.Entry> present() throws IOException {
        Optional<Manifest> manifest = manifest();
        if (manifest.isPresent()) {
            return manifest.get().files();
        }
        return new VisibleFiles(storage)
                .of(target.folder(), storage.list(target.folder(), true)).stream()
                        .map(file -> new Manifest.Entry(target.relative(file.path()), -1, file.size()))
                        .toList();
    }

    /** Finishes or undoes what a run left half done, and removes what dead runs staged; says what it did. */
    List<String> recover(WriteRequest request, Instant now) throws IOException {
        List<String> notes = new ArrayList<>();
        takeBack(request)
                .ifPresent(run -> notes.add(target.folder() + ": run " + run
                        + " had begun to add its rows and was undone, since this one adds them"));
        endCommit()
                .ifPresent(run -> notes.add(
                        target.folder() + ": the interrupted commit of run " + run + " was brought to an end"));
        discard(new Leftovers(storage.staged(target.folder()), Stager.of(request), now).dead());
        return notes;
    }

    /**
     * Undoes a commit of the stream's own that was to add rows without a state, and says which run's it was. Nobody has seen
     * these rows, and the run that is beginning adds them: they would be there twice.
     */
    private Optional<String> takeBack(WriteRequest request) throws IOException {
        Optional<Journal> journal = Journal.read(storage, target.folder());
        if (journal.isEmpty() || request.mode() != WriteMode.APPEND) {
            return Optional.empty();
        }
        Journal begun = journal.get();
        List<StoredState> states = manifest().map(Manifest::states).orElse(List.of());
        boolean addsWithoutState =
                begun.delete().isEmpty() && begun.manifest().states().equals(states);
        boolean own = begun.stream().equals(Stager.of(request).stream());
        return own && addsWithoutState && begun.takeBack(storage)
                ? Optional.of(begun.manifest().runId())
                : Optional.empty();
    }

    /** Finishes or undoes a commit that a run left half done, and says which run's. */
    Optional<String> endCommit() throws IOException {
        Optional<Journal> journal = Journal.read(storage, target.folder());
        if (journal.isPresent()) {
            journal.get().recover(storage);
        }
        return journal.map(found -> found.manifest().runId());
    }

    /**
     * Shows the files of a commit.
     *
     * @param written the part files in the order of their splits
     * @param fence asked before the first step that others see
     */
    CommitResult commit(WriteRequest request, Commit commit, List<WrittenFile> written, Fence fence)
            throws IOException {
        endCommit();
        Optional<Manifest> found = manifest();
        if (found.isPresent() && isDone(found.get(), request, commit, written)) {
            return new CommitResult(commit.rows(), List.of());
        }
        List<Manifest.Entry> before = present();
        Manifest old = found.orElseGet(() -> Manifest.ofUnknown(before));
        FolderForm.requireSame(target, found, request);
        boolean replaces = request.mode() == WriteMode.OVERWRITE;
        if (replaces) {
            requireRows(request, commit.rows(), before);
        }
        // somebody has to say what the columns are, if only a file without rows
        List<WrittenFile> shown = withoutEmptyOnes(written, replaces || before.isEmpty());
        List<Manifest.Entry> files = new ArrayList<>(replaces ? List.of() : before);
        shown.forEach(file -> files.add(entry(file)));
        Manifest manifest = new Manifest(
                request.runId(),
                files,
                FolderColumns.of(target, found, request, request.schema()).types(),
                replaces || before.isEmpty() ? WrittenForm.of(target, request).reading() : old.reading(),
                FolderStates.after(target.folder(), old, request, commit));
        List<String> delete =
                replaces ? before.stream().map(Manifest.Entry::name).toList() : List.of();
        requireNewNames(shown, before);
        List<StagedFile> publish = shown.stream().map(WrittenFile::staged).toList();
        fence.requireHeld();
        String stream = Stager.of(request).stream();
        commit(new Journal(target.folder(), stream, publish, manifest, old.commit(), delete), before);
        Set<String> published = publish.stream().map(StagedFile::path).collect(Collectors.toSet());
        storage.discard(written.stream()
                .map(WrittenFile::staged)
                .filter(file -> !published.contains(file.path()))
                .toList());
        if (Leftovers.mayBeLeft(commit)) {
            discard(new Leftovers(storage.staged(target.folder()), Stager.of(request), Instant.now())
                    .ownBut(published));
        }
        return new CommitResult(
                countRows(shown),
                List.of("published " + shown.size() + (shown.size() == 1 ? " file in " : " files in ")
                        + target.folder()));
    }

    /**
     * Carries a commit out. Where there was no manifest to tell which files are there, they are looked at once more when
     * nobody else can be committing: what was seen before may have been another's, which failed and took it back.
     *
     * @param before the files that the commit goes by
     */
    void commit(Journal journal, List<Manifest.Entry> before) throws IOException {
        journal.begin(storage);
        if (journal.replaces().isEmpty() && !present().equals(before)) {
            journal.undo(storage);
            throw Journal.otherIsCommitting(target.folder());
        }
        journal.finish(storage);
    }

    private void requireNewNames(List<WrittenFile> shown, List<Manifest.Entry> before) {
        Set<String> names = before.stream().map(Manifest.Entry::name).collect(Collectors.toSet());
        for (WrittenFile file : shown) {
            if (names.contains(entry(file).name())) {
                throw new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        file.staged().path() + ": another run wrote this file since this one began, so that nothing was"
                                + " published; run again");
            }
        }
    }

    /** Whether the commit went through before: by this run, or by whoever found its journal; others may have followed. */
    private boolean isDone(Manifest manifest, WriteRequest request, Commit commit, List<WrittenFile> written) {
        List<WrittenFile> withRows = withoutEmptyOnes(written, false);
        boolean seen = withRows.isEmpty()
                ? manifest.stateOf(request)
                        .map(state -> state.runId().equals(request.runId())
                                && state.state().equals(commit.state()))
                        .orElse(false)
                : withRows.stream()
                        .map(file -> entry(file).name())
                        .allMatch(name -> name.contains(request.runId()) && manifest.lists(name));
        return seen || manifest.runId().equals(request.runId());
    }

    private void requireRows(WriteRequest request, long rows, List<Manifest.Entry> before) {
        boolean hadRows = before.stream().anyMatch(file -> file.rows() != 0);
        if (rows == 0 && hadRows && !request.rules().allowEmpty()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.folder() + ": holds rows and would be replaced by none; set 'allow_empty' if that is meant");
        }
    }

    /**
     * @param keepOne whether one file stays where all are empty
     */
    private static List<WrittenFile> withoutEmptyOnes(List<WrittenFile> written, boolean keepOne) {
        List<WrittenFile> kept =
                written.stream().filter(file -> file.rows() > 0).toList();
        return kept.isEmpty() && keepOne && !written.isEmpty() ? List.of(written.getFirst()) : kept;
    }

    private Manifest.Entry entry(WrittenFile file) {
        return new Manifest.Entry(
                target.relative(file.staged().path()),
                file.rows(),
                file.staged().size());
    }

    /** Counts what is there now: by the format where that is cheap, else by the sizes the writers left. */
    private long countRows(List<WrittenFile> shown) throws IOException {
        long rows = 0;
        for (WrittenFile file : shown) {
            rows += countRows(
                    storage, target, file.staged().path(), file.staged().size(), file.rows());
        }
        return rows;
    }

    static long countRows(Storage storage, FileTarget target, String path, long size, long rows) throws IOException {
        StoredFile stored = storage.find(path)
                .filter(found -> size < 0 || found.size() == size)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.VERIFICATION_FAILED, path + ": is not as it was written a moment ago"));
        try (InputFile file = storage.open(stored)) {
            OptionalLong counted = target.format().countRecords(file);
            return counted.orElse(rows);
        }
    }

    /** Removes what a run staged, and what it published without getting as far as the manifest. */
    void abort(WriteRequest request) throws IOException {
        Optional<Journal> journal = Journal.read(storage, target.folder());
        if (journal.isPresent() && journal.get().manifest().runId().equals(request.runId())) {
            journal.get().undo(storage);
        }
        discard(new Leftovers(storage.staged(target.folder()), Stager.of(request), Instant.now()).own());
        storage.removeEmptyFolder(target.folder());
    }

    /** Removes staged files, and the folders that were made for them. */
    private void discard(List<StagedFile> staged) throws IOException {
        storage.discard(staged);
        Journal.removeEmptyFolders(
                storage, target.folder(), staged.stream().map(StagedFile::path).toList());
    }

    /**
     * Refuses a folder with files that Sluice didn't write, which overwriting would have to delete or to mix with its own.
     */
    void requireOwnFiles() throws IOException {
        TreeSet<String> foreign = new TreeSet<>();
        for (Manifest.Entry file : present()) {
            if (!FileTarget.isPart(file.name())) {
                foreign.add(file.name());
            }
        }
        if (!foreign.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.folder() + ": holds files that are not ours to delete, such as " + foreign.first()
                            + "; move them away or write to another folder");
        }
    }
}
