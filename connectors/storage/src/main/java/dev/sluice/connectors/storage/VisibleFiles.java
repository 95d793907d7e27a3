package dev.sluice.connectors.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files that hold data: not those that begin with a dot or an underscore, and of a folder with a manifest only those
 * it lists, so that half a commit is never read. A manifest also speaks for the partitions' folders below it.
 */
final class VisibleFiles {
    private final Storage storage;
    private final Map<String, Predicate<String>> rules = new HashMap<>();
    private final Map<String, Manifest> manifests = new HashMap<>();
    private Set<String> listed = Set.of();
    private String root = "";

    VisibleFiles(Storage storage) {
        this.storage = storage;
    }

    /**
     * @param folder the folder that was listed
     * @param files all its files
     */
    List<StoredFile> of(String folder, List<StoredFile> files) throws IOException {
        root = folder;
        listed = files.stream().map(StoredFile::path).collect(Collectors.toSet());
        List<StoredFile> visible = new ArrayList<>();
        for (StoredFile file : files) {
            boolean shown = !file.name().startsWith(".") && !file.name().startsWith("_");
            if (shown && rule(Location.parent(file.path())).test(file.path())) {
                visible.add(file);
            }
        }
        return visible;
    }

    /** The manifests that speak for the files of a listing, by folder, also where none of the files is there. */
    Map<String, Manifest> manifests() throws IOException {
        rule(root);
        for (String path : listed) {
            if (path.endsWith("/" + Manifest.NAME)) {
                rule(Location.parent(path));
            }
        }
        return Map.copyOf(manifests);
    }

    private Predicate<String> rule(String folder) throws IOException {
        Predicate<String> known = rules.get(folder);
        if (known == null) {
            known = findRule(folder);
            rules.put(folder, known);
        }
        return known;
    }

    private Predicate<String> findRule(String folder) throws IOException {
        Optional<Manifest> manifest =
                mayExist(folder, Manifest.path(folder)) ? Manifest.read(storage, folder) : Optional.empty();
        if (manifest.isPresent()) {
            manifests.put(folder, manifest.get());
            Set<String> names =
                    manifest.get().files().stream().map(Manifest.Entry::name).collect(Collectors.toSet());
            return path -> names.contains(Location.relative(folder, path));
        }
        // without a manifest the first commit to this folder was interrupted: nothing of it counts yet
        Optional<Journal> journal =
                mayExist(folder, Journal.path(folder)) ? Journal.read(storage, folder) : Optional.empty();
        if (journal.isPresent()) {
            return path -> !journal.get().shows(Location.relative(folder, path));
        }
        String parent = Location.parent(folder);
        boolean ofPartition = Partitions.isPartition(Location.relative(parent, folder)) && !parent.equals(folder);
        return ofPartition ? rule(parent) : path -> true;
    }

    /** Whether a file is worth being looked for: in the folders that were listed only where the listing has it. */
    private boolean mayExist(String folder, String path) {
        boolean wasListed = folder.equals(root) || folder.startsWith(root + "/");
        return !wasListed || listed.contains(path);
    }
}
