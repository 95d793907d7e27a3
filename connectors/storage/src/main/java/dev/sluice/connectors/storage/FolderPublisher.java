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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Publishes part files in a folder with a manifest, by a journal. */
final class FolderPublisher {
    private final Storage storage;
    private final FileTarget target;

    FolderPublisher(Storage storage, FileTarget target) {
        this.storage = storage;
        this.target = target;
    }

    /** The names of the files that hold data now: by the manifest, or else whatever is there. */
    List<Manifest.Entry> present() throws IOException {
        Optional<Manifest> manifest = Manifest.read(storage, target.folder());
        if (manifest.isPresent()) {
            return manifest.get().files();
        }
        return new VisibleFiles(storage)
                .of(target.folder(), storage.list(target.folder(), true)).stream()
                        .map(file -> new Manifest.Entry(target.relative(file.path()), -1, file.size()))
                        .toList();
    }

    /** Finishes or undoes what a run left half done, and removes what other runs staged; says what it did. */
    List<String> recover() throws IOException {
        List<String> notes = new ArrayList<>();
        Optional<Journal> journal = Journal.read(storage, target.folder());
        if (journal.isPresent()) {
            journal.get().recover(storage);
            notes.add(target.folder() + ": the interrupted commit of run "
                    + journal.get().manifest().runId() + " was brought to an end");
        }
        discard(storage.staged(target.folder()));
        return notes;
    }

    /** The states that the manifest keeps. */
    List<StoredState> states(WriteRequest request) throws IOException {
        return Manifest.read(storage, target.folder()).stream()
                .flatMap(manifest -> manifest.states().entrySet().stream()
                        .map(entry ->
                                stored(request, manifest.runId(), entry.getKey(), String.valueOf(entry.getValue()))))
                .toList();
    }

    private static StoredState stored(WriteRequest request, String runId, String key, String state) {
        int slash = key.lastIndexOf('/');
        return new StoredState(
                key.substring(0, slash),
                key.substring(slash + 1),
                request.target().toString(),
                runId,
                "",
                state);
    }

    private static String stateKey(WriteRequest request) {
        return request.pipeline() + "/" + request.stream();
    }

    /**
     * Shows the files of a commit.
     *
     * @param written the part files in the order of their splits
     */
    CommitResult commit(WriteRequest request, Commit commit, List<WrittenFile> written) throws IOException {
        Optional<Journal> interrupted = Journal.read(storage, target.folder());
        if (interrupted.isPresent()) {
            interrupted.get().recover(storage);
        }
        String version = storage.find(Manifest.path(target.folder()))
                .map(StoredFile::version)
                .orElse("");
        Optional<Manifest> old = Manifest.read(storage, target.folder());
        if (old.isPresent() && old.get().runId().equals(request.runId())) {
            return new CommitResult(commit.rows(), List.of());
        }
        List<Manifest.Entry> before = present();
        boolean replaces = request.mode() == WriteMode.OVERWRITE;
        if (replaces) {
            requireRows(request, commit.rows(), before);
        }
        List<WrittenFile> shown = withoutEmptyOnes(written);
        List<Manifest.Entry> files = new ArrayList<>(replaces ? List.of() : before);
        shown.forEach(file -> files.add(entry(file)));
        Map<String, Object> states =
                new LinkedHashMap<>(old.map(Manifest::states).orElse(Map.of()));
        if (!commit.state().isEmpty()) {
            states.put(stateKey(request), commit.state());
        }
        Manifest manifest = new Manifest(request.runId(), files, Manifest.types(request.schema()), states);
        List<String> delete =
                replaces ? before.stream().map(Manifest.Entry::name).toList() : List.of();
        List<StagedFile> publish = shown.stream().map(WrittenFile::staged).toList();
        new Journal(target.folder(), publish, manifest, version, delete).commit(storage);
        storage.discard(written.stream()
                .filter(file -> !shown.contains(file))
                .map(WrittenFile::staged)
                .toList());
        return new CommitResult(
                countRows(shown),
                List.of("published " + shown.size() + (shown.size() == 1 ? " file in " : " files in ")
                        + target.folder()));
    }

    private void requireRows(WriteRequest request, long rows, List<Manifest.Entry> before) {
        boolean hadRows = before.stream().anyMatch(file -> file.rows() != 0);
        if (rows == 0 && hadRows && !request.rules().allowEmpty()) {
            throw new ConnectorException(
                    ErrorCode.TARGET_EXISTS,
                    target.folder() + ": holds rows and would be replaced by none; set 'allow_empty' if that is meant");
        }
    }

    /** At least one file stays, for the columns' sake. */
    private static List<WrittenFile> withoutEmptyOnes(List<WrittenFile> written) {
        List<WrittenFile> kept =
                written.stream().filter(file -> file.rows() > 0).toList();
        return kept.isEmpty() && !written.isEmpty() ? List.of(written.getFirst()) : kept;
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
    void abort(String runId) throws IOException {
        Optional<Journal> journal = Journal.read(storage, target.folder());
        if (journal.isPresent() && journal.get().manifest().runId().equals(runId)) {
            journal.get().undo(storage);
        }
        discard(storage.staged(target.folder()).stream()
                .filter(staged -> storage.runOf(staged).equals(runId))
                .toList());
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
