package dev.sluice.faults;

import java.util.List;
import java.util.regex.Pattern;

/** The files that a folder's manifest lists, as a reader finds them who honours it. */
final class ManifestFiles {
    static final String NAME = "_sluice_manifest.json";

    private static final Pattern FILE = Pattern.compile("\"name\"\\s*:\\s*\"(part-[^\"]+)\"");

    private ManifestFiles() {}

    static List<String> of(String manifest) {
        return FILE.matcher(manifest).results().map(match -> match.group(1)).toList();
    }
}
