package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A commit of several files, written down before its first step and removed after its last: a run that finds one finishes
 * or undoes what a crash left half done. New files never take the name of a file that the old manifest lists, so that the
 * old state stays whole until the manifest is replaced.
 *
 * @param publish what to show
 * @param manifest what the folder holds then
 * @param delete names of the files that it holds no more
 */
record Journal(String folder, List<StagedFile> publish, Manifest manifest, List<String> delete) {
    static final String NAME = Storage.HIDDEN_PREFIX + "journal.json";

    static String path(String folder) {
        return folder + "/" + NAME;
    }

    static Optional<Journal> read(Storage storage, String folder) throws IOException {
        if (storage.find(path(folder)).isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, Object> json = Manifest.map(JsonTree.parse(storage.read(path(folder))));
            List<StagedFile> publish = ((List<?>) json.get("publish"))
                    .stream()
                            .map(Manifest::map)
                            .map(file ->
                                    new StagedFile(folder + "/" + file.get("name"), (String) file.get("token"), (Long)
                                            file.get("bytes")))
                            .toList();
            List<String> delete = ((List<?>) json.get("delete"))
                    .stream().map(Object::toString).toList();
            return Optional.of(new Journal(folder, publish, Manifest.of(Manifest.map(json.get("manifest"))), delete));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    path(folder) + ": the journal of an interrupted commit can't be read (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Writes the commit down and carries it out. */
    void commit(Storage storage) throws IOException {
        storage.replace(path(folder), JsonTree.write(toJson()));
        finish(storage);
    }

    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "publish",
                publish.stream()
                        .map(file -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("name", name(file));
                            entry.put("token", file.token());
                            entry.put("bytes", file.size());
                            return entry;
                        })
                        .toList());
        json.put("delete", delete);
        json.put("manifest", manifest.toJson());
        return json;
    }

    /** Finishes the commit if everything it needs is there, and undoes it otherwise. */
    void recover(Storage storage) throws IOException {
        for (StagedFile file : publish) {
            if (!storage.isComplete(file)) {
                undo(storage);
                return;
            }
        }
        finish(storage);
    }

    /** Goes back to the old state; where the new manifest is written already, that can't be, and the commit is finished. */
    void undo(Storage storage) throws IOException {
        Optional<Manifest> current = Manifest.read(storage, folder);
        if (current.isPresent() && current.get().runId().equals(manifest.runId())) {
            finish(storage);
            return;
        }
        for (StagedFile file : publish) {
            storage.discard(file);
            storage.delete(file.path());
        }
        storage.delete(path(folder));
    }

    private void finish(Storage storage) throws IOException {
        for (StagedFile file : publish) {
            storage.publish(file);
        }
        storage.replace(Manifest.path(folder), JsonTree.write(manifest.toJson()));
        for (String name : delete) {
            storage.delete(folder + "/" + name);
        }
        storage.delete(path(folder));
    }

    /** Whether a file is one that this commit shows. */
    boolean shows(String name) {
        return publish.stream().anyMatch(file -> name(file).equals(name));
    }

    private static String name(StagedFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
