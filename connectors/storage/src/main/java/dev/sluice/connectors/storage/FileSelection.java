package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the files that locations (files, folders or globs) stand for, and groups them to streams. */
final class FileSelection {
    private final Storage storage;
    private final Options options;
    private final List<Location> locations = new ArrayList<>();
    private final String root;

    /**
     * @param locations at least one
     */
    FileSelection(Storage storage, List<String> locations, Options options) throws IOException {
        this.storage = storage;
        this.options = options;
        for (String location : locations) {
            this.locations.add(Location.of(storage, location, options));
        }
        this.root = this.locations.stream()
                .map(Location::root)
                .reduce(FileSelection::commonFolder)
                .orElseThrow(() -> new ConnectorException(
                        ErrorCode.INVALID_CONFIGURATION, "the list of files to read is empty; name at least one"));
    }

    private static String commonFolder(String a, String b) {
        String folder = a;
        while (!b.equals(folder) && !b.startsWith(folder.endsWith("/") ? folder : folder + "/")) {
            String parent = Location.parent(folder);
            if (parent.equals(folder)) {
                break;
            }
            folder = parent;
        }
        return folder;
    }

    /** At least one group, each of at least one file; in the order of the locations, and within one by path. */
    List<FileGroup> groups() throws IOException {
        Optional<FileFormat> chosen = FormatOptions.chosen(options);
        // a file that two locations stand for is read once
        Map<String, StoredFile> files = new LinkedHashMap<>();
        Set<MissingFile> missing = new LinkedHashSet<>();
        for (Location location : locations) {
            FolderListing listing = location.files(storage, chosen);
            listing.files().forEach(file -> files.putIfAbsent(file.path(), file));
            missing.addAll(listing.missing());
        }
        FileFormat format = chosen.isPresent() ? chosen.get() : format(files.values());
        FormatOptions.check(options, format, FileFormat::readOptions);
        boolean single = locations.size() == 1 && locations.getFirst().file().isPresent();
        Map<String, List<StoredFile>> byName = new LinkedHashMap<>();
        for (StoredFile file : files.values()) {
            byName.computeIfAbsent(streamName(file.path(), single), name -> new ArrayList<>())
                    .add(file);
        }
        return byName.entrySet().stream()
                .map(entry -> new FileGroup(
                        StreamName.of(entry.getKey()),
                        format,
                        List.copyOf(entry.getValue()),
                        missing.stream()
                                .filter(file -> isOf(entry.getKey(), streamName(file.path(), single), byName.keySet()))
                                .toList()))
                .toList();
    }

    /** What the user should know of links that aren't read. */
    List<String> notes() throws IOException {
        Optional<FileFormat> chosen = FormatOptions.chosen(options);
        Set<String> folders = new LinkedHashSet<>();
        Set<String> broken = new LinkedHashSet<>();
        for (Location location : locations) {
            folders.addAll(location.linkedFolders(storage));
            broken.addAll(location.brokenLinks(storage, chosen));
        }
        List<String> notes = new ArrayList<>();
        if (!folders.isEmpty()) {
            notes.add("links to folders are not followed, name them in 'file_path' to read what they lead to: "
                    + String.join(", ", folders));
        }
        if (!broken.isEmpty()) {
            notes.add("links that lead nowhere are left out: " + String.join(", ", broken));
        }
        return notes;
    }

    /** Whether a stream lacks a missing file: one that would have been a stream by itself is what all of them lack. */
    private static boolean isOf(String stream, String streamOfMissing, Set<String> streams) {
        return stream.equals(streamOfMissing) || !streams.contains(streamOfMissing);
    }

    private FileFormat format(Iterable<StoredFile> files) {
        Map<FileFormat, StoredFile> formats = new LinkedHashMap<>();
        for (StoredFile file : files) {
            FileFormat format = FileFormats.ofFileName(file.name())
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.INVALID_CONFIGURATION,
                            file.path() + ": its name doesn't tell the format; set 'format' to one of "
                                    + String.join(", ", FileFormats.names())
                                    + " (on the command line: ?format=csv behind a URI, --format for standard"
                                    + " input)"));
            formats.putIfAbsent(format, file);
        }
        if (formats.size() > 1) {
            List<StoredFile> examples = List.copyOf(formats.values());
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    root + ": the files are of several formats, such as "
                            + examples.get(0).path() + " and " + examples.get(1).path()
                            + "; set 'format' or 'glob_pattern'");
        }
        return formats.keySet().iterator().next();
    }

    private String streamName(String file, boolean single) {
        if (single) {
            return baseName(file.substring(file.lastIndexOf('/') + 1));
        }
        String path = Location.relative(root, file);
        return switch (options.get(StorageSource.STREAM_PER)) {
            case ALL -> folderName();
            case FILE -> baseName(path);
            case FOLDER -> path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : folderName();
        };
    }

    private String folderName() {
        String absolute = Location.trimSlash(storage.absolute(root));
        String name = absolute.substring(absolute.lastIndexOf('/') + 1);
        return name.isEmpty() ? "files" : EncodedName.decode(name);
    }

    private static String baseName(String fileName) {
        String name = FileCompression.withoutExtension(fileName);
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }
}
