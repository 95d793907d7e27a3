package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.StreamName;
import dev.sluice.spi.text.Suggestion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the files that a location (a file, a folder or a glob) stands for, and groups them to streams. */
final class FileSelection {
    private final Storage storage;
    private final String location;
    private final Options options;
    private final String root;
    private final String glob;

    FileSelection(Storage storage, String location, Options options) throws IOException {
        this.storage = storage;
        this.location = trimSlash(location);
        this.options = options;
        // a file may have a glob's characters in its name
        boolean literal = !GlobPattern.isGlob(location)
                || storage.find(this.location).isPresent()
                || storage.isFolder(this.location);
        int slash = literal ? this.location.length() : globStart(this.location);
        this.root = slash < 0 ? "." : slash == 0 ? "/" : this.location.substring(0, slash);
        this.glob =
                literal ? options.find(StorageSource.GLOB_PATTERN).orElse("**") : this.location.substring(slash + 1);
    }

    private static String trimSlash(String location) {
        return location.length() > 1 && location.endsWith("/")
                ? trimSlash(location.substring(0, location.length() - 1))
                : location;
    }

    /** The last slash before the first glob character, or -1. */
    private static int globStart(String location) {
        int slash = -1;
        for (int i = 0; i < location.length() && !GlobPattern.isGlob(location.substring(i, i + 1)); i++) {
            slash = location.charAt(i) == '/' ? i : slash;
        }
        return slash;
    }

    /** At least one group, each of at least one file. */
    List<FileGroup> groups() throws IOException {
        Optional<StoredFile> single = storage.find(location);
        List<StoredFile> files = single.isPresent() ? List.of(single.get()) : matching();
        FileFormat format = format(files);
        FormatOptions.check(options, format, FileFormat::readOptions);
        Map<String, List<StoredFile>> byName = new LinkedHashMap<>();
        for (StoredFile file : files) {
            byName.computeIfAbsent(streamName(file, single.isPresent()), name -> new ArrayList<>())
                    .add(file);
        }
        return byName.entrySet().stream()
                .map(entry -> new FileGroup(StreamName.of(entry.getKey()), format, entry.getValue()))
                .toList();
    }

    private List<StoredFile> matching() throws IOException {
        if (!storage.isFolder(root)) {
            throw notFound(root);
        }
        GlobPattern pattern = new GlobPattern(glob);
        boolean recursive = glob.contains("/") || glob.contains("**");
        List<StoredFile> visible = new VisibleFiles(storage).of(storage.list(root, recursive));
        boolean everyFile = glob.equals("**");
        Optional<FileFormat> chosen = FormatOptions.chosen(options);
        List<StoredFile> matching = visible.stream()
                .filter(file -> pattern.matches(relative(file)))
                .filter(file -> !everyFile || isWanted(file, chosen))
                .toList();
        if (matching.isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND,
                    everyFile
                            ? root + ": the folder has no file of the format "
                                    + chosen.map(FileFormat::name).orElse(String.join(", ", FileFormats.names()))
                            : root + ": no file in the folder matches '" + glob + "'");
        }
        return matching;
    }

    private static boolean isWanted(StoredFile file, Optional<FileFormat> chosen) {
        Optional<FileFormat> own = FileFormats.ofFileName(file.name());
        return chosen.isPresent() ? own.isEmpty() || own.equals(chosen) : own.isPresent();
    }

    private String relative(StoredFile file) {
        String prefix = root.endsWith("/") ? root : root + "/";
        return file.path().startsWith(prefix) ? file.path().substring(prefix.length()) : file.path();
    }

    private ConnectorException notFound(String path) throws IOException {
        int slash = path.lastIndexOf('/');
        String folder = slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
        String hint = Suggestion.didYouMean(path.substring(slash + 1), storage.names(folder));
        return new ConnectorException(ErrorCode.STREAM_NOT_FOUND, path + ": there is no such file or folder" + hint);
    }

    private FileFormat format(List<StoredFile> files) {
        Optional<FileFormat> chosen = FormatOptions.chosen(options);
        if (chosen.isPresent()) {
            return chosen.get();
        }
        Map<FileFormat, StoredFile> formats = new LinkedHashMap<>();
        for (StoredFile file : files) {
            FileFormat format = FileFormats.ofFileName(file.name())
                    .orElseThrow(() -> new ConnectorException(
                            ErrorCode.INVALID_CONFIGURATION,
                            file.path() + ": its name doesn't tell the format; set 'format' to one of "
                                    + String.join(", ", FileFormats.names())));
            formats.putIfAbsent(format, file);
        }
        if (formats.size() > 1) {
            List<StoredFile> examples = List.copyOf(formats.values());
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    location + ": the files are of several formats, such as "
                            + examples.get(0).path() + " and " + examples.get(1).path()
                            + "; set 'format' or 'glob_pattern'");
        }
        return formats.keySet().iterator().next();
    }

    private String streamName(StoredFile file, boolean single) {
        if (single) {
            return baseName(file.name());
        }
        String path = relative(file);
        return switch (options.get(StorageSource.STREAM_PER)) {
            case ALL -> folderName();
            case FILE -> baseName(path);
            case FOLDER -> path.contains("/") ? path.substring(0, path.lastIndexOf('/')) : folderName();
        };
    }

    private String folderName() {
        String absolute = trimSlash(storage.absolute(root));
        String name = absolute.substring(absolute.lastIndexOf('/') + 1);
        return name.isEmpty() ? "files" : name;
    }

    private static String baseName(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') + 1 ? name.substring(0, dot) : name;
    }
}
