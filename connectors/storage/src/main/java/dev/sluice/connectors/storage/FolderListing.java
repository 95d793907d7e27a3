package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The files of a folder that hold data, held against the manifests of what Sluice wrote: a part of which something was lost is
 * not to be taken for all of it.
 *
 * @param files by path
 * @param missing what manifests list, and is gone
 */
record FolderListing(List<StoredFile> files, List<MissingFile> missing) {
    /** A reader can only be overtaken by so many commits in a row. */
    private static final int ATTEMPTS = 10;

    FolderListing {
        files = List.copyOf(files);
        missing = List.copyOf(missing);
    }

    /**
     * @param wanted says of a path, as seen from the folder, whether it is to be read
     * @throws ConnectorException MALFORMED_INPUT where a file is not the one that was written
     */
    static FolderListing of(Storage storage, String folder, boolean recursive, Predicate<String> wanted)
            throws IOException {
        Map<String, String> before = Map.of();
        for (int i = 0; i < ATTEMPTS; i++) {
            VisibleFiles visible = new VisibleFiles(storage);
            List<StoredFile> files = visible.of(folder, storage.list(folder, recursive)).stream()
                    .filter(file -> wanted.test(Location.relative(folder, file.path())))
                    .toList();
            Map<String, Manifest> manifests = visible.manifests();
            Comparison comparison = new Comparison(folder, files, wanted);
            manifests.forEach(comparison::with);
            if (comparison.isEven()) {
                return new FolderListing(files, List.of());
            }
            // a commit may have come between listing and manifest: what counts lies between two looks at the same one
            Map<String, String> commits = manifests.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().commit()));
            if (commits.equals(before)) {
                return comparison.result();
            }
            before = commits;
        }
        throw new ConnectorException(
                ErrorCode.TRY_AGAIN, folder + ": other runs commit to this folder faster than it can be listed");
    }

    /** What was found against what was written. */
    private static final class Comparison {
        private final String root;
        private final List<StoredFile> found;
        private final Map<String, StoredFile> byPath = new HashMap<>();
        private final Predicate<String> wanted;
        private final List<MissingFile> missing = new ArrayList<>();
        private final List<String> changed = new ArrayList<>();

        Comparison(String root, List<StoredFile> found, Predicate<String> wanted) {
            this.root = root;
            this.found = found;
            this.wanted = wanted;
            found.forEach(file -> byPath.put(file.path(), file));
        }

        void with(String folder, Manifest manifest) {
            for (Manifest.Entry entry : manifest.files()) {
                String path = folder + "/" + entry.name();
                String relative = Location.relative(root, path);
                // files that were there before the first commit are listed as well, and are their owner's to change
                boolean own = FileTarget.isPart(entry.name()) && entry.rows() >= 0;
                if (own && !relative.equals(path) && wanted.test(relative)) {
                    compare(folder, path, entry.bytes());
                }
            }
        }

        private void compare(String folder, String path, long bytes) {
            StoredFile file = byPath.get(path);
            if (file == null) {
                missing.add(new MissingFile(folder, path));
            } else if (file.size() != bytes) {
                changed.add(path + ": the file has " + file.size() + " bytes, and the manifest of " + folder
                        + " says that " + bytes + " were written; restore the file, or write the stream again");
            }
        }

        boolean isEven() {
            return missing.isEmpty() && changed.isEmpty();
        }

        FolderListing result() {
            if (!changed.isEmpty()) {
                throw new ConnectorException(ErrorCode.MALFORMED_INPUT, changed.getFirst());
            }
            return new FolderListing(found, missing);
        }
    }
}
