package dev.sluice.connectors.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files that hold data: not those that begin with a dot or an underscore, and of a folder with a manifest only those
 * it lists, so that half a commit is never read.
 */
final class VisibleFiles {
    private final Storage storage;

    VisibleFiles(Storage storage) {
        this.storage = storage;
    }

    List<StoredFile> of(List<StoredFile> files) throws IOException {
        Map<String, Predicate<String>> rules = new HashMap<>();
        List<StoredFile> visible = new ArrayList<>();
        for (StoredFile file : files) {
            String folder = file.path()
                    .substring(0, Math.max(0, file.path().length() - file.name().length() - 1));
            Predicate<String> rule = rules.get(folder);
            if (rule == null) {
                rule = rule(folder);
                rules.put(folder, rule);
            }
            if (rule.test(file.name())) {
                visible.add(file);
            }
        }
        return visible;
    }

    private Predicate<String> rule(String folder) throws IOException {
        Predicate<String> shown = name -> !name.startsWith(".") && !name.startsWith("_");
        Optional<Manifest> manifest = Manifest.read(storage, folder);
        if (manifest.isPresent()) {
            return shown.and(manifest.get()::lists);
        }
        // without a manifest the first commit to this folder was interrupted: nothing of it counts yet
        return Journal.read(storage, folder)
                .map(journal -> shown.and(name -> !journal.shows(name)))
                .orElse(shown);
    }
}
