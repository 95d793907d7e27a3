package dev.sluice.connectors.storage;

import dev.sluice.formats.json.JsonTree;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A commit of several files, written down before its first step and removed after its last: a run that finds one finishes
 * or undoes what a crash left half done. New files never take the name of a file that the old manifest lists, so that the
 * old state stays whole until the manifest is replaced.
 *
 * <p>The manifest is the switch, and it is only replaced if it is still the one that the commit started from: of two runs
 * that commit to one folder at the same time, one fails and takes its files back.
 *
 * @param stream whose commit it is, as in {@link Stager}; empty in journals of earlier versions
 * @param publish what to show
 * @param manifest what the folder holds then
 * @param replaces the commit of the manifest that this one replaces, or empty if there is none
 * @param delete names of the files that it holds no more
 */
record Journal(
        String folder,
        String stream,
        List<StagedFile> publish,
        Manifest manifest,
        String replaces,
        List<String> delete) {
    static final String NAME = Storage.HIDDEN_PREFIX + "journal.json";

    static String path(String folder) {
        return folder + "/" + NAME;
    }

    static Optional<Journal> read(Storage storage, String folder) throws IOException {
        Optional<byte[]> content = storage.read(path(folder));
        if (content.isEmpty()) {
            return Optional.empty();
        }
        try {
            Map<String, Object> json = Manifest.map(JsonTree.parse(content.get()));
            List<StagedFile> publish = ((List<?>) json.get("publish"))
                    .stream()
                            .map(Manifest::map)
                            .map(file -> new StagedFile(
                                    folder + "/" + part(file.get("name")),
                                    Objects.requireNonNull((String) file.get("token"), "a file has no token"),
                                    (Long) file.get("bytes")))
                            .toList();
            List<String> delete =
                    ((List<?>) json.get("delete")).stream().map(Journal::part).toList();
            Manifest manifest = Manifest.of(Manifest.map(json.get("manifest")));
            String stream = (String) json.getOrDefault("stream", "");
            return Optional.of(new Journal(folder, stream, publish, manifest, (String) json.get("replaces"), delete));
        } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    path(folder) + ": the journal of an interrupted commit can't be read (" + e.getMessage()
                            + "); restore it, or delete it where the files of the folder are as they should be",
                    e);
        }
    }

    /** No journal of ours names anything else: one that somebody made up could have files elsewhere replaced or deleted. */
    private static String part(Object name) {
        if (!FileTarget.isPart((String) name)) {
            throw new IllegalArgumentException("'" + name + "' is no file that Sluice wrote to this folder");
        }
        return (String) name;
    }

    /** Writes the commit down; from then on no other can begin. */
    void begin(Storage storage) throws IOException {
        if (!storage.replace(path(folder), JsonTree.write(toJson()), Optional.empty())) {
            throw otherIsCommitting(folder);
        }
    }

    static ConnectorException otherIsCommitting(String folder) {
        return new ConnectorException(
                ErrorCode.TRY_AGAIN, folder + ": another run is just committing its files to this folder");
    }

    private Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stream", stream);
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
        json.put("replaces", replaces);
        json.put("delete", delete);
        json.put("manifest", manifest.toJson());
        return json;
    }

    /** Finishes the commit if everything it needs is there and nobody has begun to undo it, and undoes it otherwise. */
    void recover(Storage storage) throws IOException {
        Optional<Manifest> current = Manifest.read(storage, folder);
        boolean possible = current.map(this::holds).orElse(false) || isReplaced(current);
        for (StagedFile file : publish) {
            possible = possible && storage.isComplete(file);
        }
        if (possible) {
            finish(storage);
        } else {
            undo(storage);
        }
    }

    /** Goes back to the old state; where the new manifest is written already, that can't be, and the commit is finished. */
    void undo(Storage storage) throws IOException {
        Optional<Manifest> current = Manifest.read(storage, folder);
        if (current.isPresent() && holds(current.get())) {
            finish(storage);
            return;
        }
        storage.discard(publish);
        List<String> shown = publish.stream().map(StagedFile::path).toList();
        storage.delete(shown);
        removeEmptyFolders(storage, folder, shown);
        remove(storage);
    }

    /**
     * Undoes a commit that others may be finishing at this moment: the old manifest gets another commit's name first, so that
     * they can't replace it any more. Where there is none, none is made, which would stay behind.
     *
     * @return false where the new manifest is written already, and the commit has to be finished
     */
    boolean takeBack(Storage storage) throws IOException {
        // looked up before it is read: where it changes in between, replacing what was looked up fails
        Optional<StoredFile> file = storage.find(Manifest.path(folder));
        Optional<Manifest> current = Manifest.read(storage, folder);
        if (current.isPresent() && isReplaced(current)) {
            byte[] again = JsonTree.write(current.get().again().toJson());
            if (!storage.replace(Manifest.path(folder), again, file)) {
                return false;
            }
        } else if (current.isPresent() && holds(current.get())) {
            return false;
        }
        undo(storage);
        return true;
    }

    /** Carries out what is not done yet; any number of processes may do so at the same time. */
    void finish(Storage storage) throws IOException {
        storage.publish(publish);
        if (!switchManifest(storage)) {
            undo(storage);
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    folder + ": another run committed to this folder in the meantime, so that nothing "
                            + (publish.isEmpty() ? "was changed" : "of run " + manifest.runId() + " was published")
                            + "; run again");
        }
        List<String> deleted = delete.stream().map(name -> folder + "/" + name).toList();
        storage.delete(deleted);
        removeEmptyFolders(storage, folder, deleted);
        remove(storage);
    }

    /** Another process may have ended this commit meanwhile, and a further one begun its own. */
    private void remove(Storage storage) throws IOException {
        boolean own = read(storage, folder)
                .map(found -> found.manifest().commit().equals(manifest.commit()))
                .orElse(false);
        if (own) {
            storage.delete(List.of(path(folder)));
        }
    }

    /** Removes the folders of partitions that files were removed from, where nothing is left in them. */
    static void removeEmptyFolders(Storage storage, String folder, List<String> removedFiles) throws IOException {
        Set<String> folders = new HashSet<>();
        for (String file : removedFiles) {
            String parent = Location.parent(file);
            while (parent.startsWith(folder + "/") && folders.add(parent)) {
                parent = Location.parent(parent);
            }
        }
        List<String> innermostFirst = folders.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        for (String emptied : innermostFirst) {
            storage.removeEmptyFolder(emptied);
        }
    }

    private boolean switchManifest(Storage storage) throws IOException {
        // looked up before it is read: where it changes in between, replacing what was looked up fails
        Optional<StoredFile> file = storage.find(Manifest.path(folder));
        Optional<Manifest> current = Manifest.read(storage, folder);
        if (current.map(this::holds).orElse(false)) {
            return true;
        }
        if (isReplaced(current) && storage.replace(Manifest.path(folder), JsonTree.write(manifest.toJson()), file)) {
            return true;
        }
        return Manifest.read(storage, folder).map(this::holds).orElse(false);
    }

    /** Whether a manifest, or none, is what this commit replaces. */
    private boolean isReplaced(Optional<Manifest> current) {
        return current.map(Manifest::commit).orElse("").equals(replaces);
    }

    /** Whether a manifest is this commit's, or that of a later one that added to it. */
    private boolean holds(Manifest current) {
        return current.commit().equals(manifest.commit())
                || !publish.isEmpty() && publish.stream().map(this::name).allMatch(current::lists);
    }

    /** Whether a file, by its path in the folder, is one that this commit shows. */
    boolean shows(String name) {
        return publish.stream().anyMatch(file -> name(file).equals(name));
    }

    private String name(StagedFile file) {
        return Location.relative(folder, file.path());
    }
}
