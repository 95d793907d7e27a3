package dev.sluice.connectors.storage;

import dev.sluice.formats.FileFormat;
import dev.sluice.formats.FileFormats;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import dev.sluice.spi.text.Suggestion;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a user gave as a place of files: a file, a folder or a glob.
 *
 * @param file the one file, where it is one
 * @param root the folder that is looked through, or the file's
 * @param glob which of its files, relative to it
 */
record Location(Optional<StoredFile> file, String root, String glob) {
    private static final String EVERY_FILE = "**";

    static Location of(Storage storage, String written, Options options) throws IOException {
        String path = trimSlash(written);
        Optional<StoredFile> file = storage.find(path);
        if (file.isPresent()) {
            return new Location(file, parent(path), "");
        }
        // a folder may have a glob's characters in its name
        if (!GlobPattern.isGlob(path) || storage.isFolder(path)) {
            String pattern = options.find(StorageSource.GLOB_PATTERN).orElse(EVERY_FILE);
            return new Location(Optional.empty(), path, pattern);
        }
        int slash = globStart(path);
        String root = slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
        return new Location(Optional.empty(), root, path.substring(slash + 1));
    }

    static String trimSlash(String path) {
        return path.length() > 1 && path.endsWith("/") ? trimSlash(path.substring(0, path.length() - 1)) : path;
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "." : slash == 0 ? "/" : path.substring(0, slash);
    }

    /** The last slash before the first glob character, or -1. */
    private static int globStart(String path) {
        int slash = -1;
        for (int i = 0; i < path.length() && !GlobPattern.isGlob(path.substring(i, i + 1)); i++) {
            slash = path.charAt(i) == '/' ? i : slash;
        }
        return slash;
    }

    /**
     * At least one file, by path.
     *
     * @throws ConnectorException STREAM_NOT_FOUND where there is none
     */
    FolderListing files(Storage storage, Optional<FileFormat> chosen) throws IOException {
        if (file.isPresent()) {
            return new FolderListing(List.of(file.get()), List.of());
        }
        if (!storage.isFolder(root)) {
            throw notFound(storage);
        }
        boolean everyFile = glob.equals(EVERY_FILE);
        FolderListing listing = FolderListing.of(storage, root, isRecursive(), wanted(chosen));
        if (!listing.missing().isEmpty() && listing.files().isEmpty()) {
            throw MissingFile.error(listing.missing());
        }
        if (listing.files().isEmpty()) {
            throw new ConnectorException(
                    ErrorCode.STREAM_NOT_FOUND,
                    everyFile
                            ? root + ": the folder has no file of the format "
                                    + chosen.map(FileFormat::name).orElse(String.join(", ", FileFormats.names()))
                            : root + ": no file in the folder matches '" + glob + "'");
        }
        return listing;
    }

    /** Which paths below the root are asked for. */
    private Predicate<String> wanted(Optional<FileFormat> chosen) {
        GlobPattern pattern = new GlobPattern(glob);
        boolean everyFile = glob.equals(EVERY_FILE);
        return path -> !isHidden(path) && pattern.matches(path) && (!everyFile || isWanted(path, chosen));
    }

    private boolean isRecursive() {
        return glob.contains("/") || glob.contains(EVERY_FILE);
    }

    /** The folders whose files would be looked at as well if links to them were followed. */
    List<String> linkedFolders(Storage storage) throws IOException {
        if (file.isPresent() || !isRecursive()) {
            return List.of();
        }
        return storage.linkedFolders(root).stream()
                .filter(link -> !isHidden(relative(root, link) + "/"))
                .toList();
    }

    /** The links that would be read if they led to a file. */
    List<String> brokenLinks(Storage storage, Optional<FileFormat> chosen) throws IOException {
        if (file.isPresent()) {
            return List.of();
        }
        Predicate<String> wanted = wanted(chosen);
        return storage.brokenLinks(root).stream()
                .filter(link -> {
                    String path = relative(root, link);
                    return !isHidden(path + "/") && wanted.test(path);
                })
                .toList();
    }

    /** Whether a folder on the way is not for readers: one of another tool's own, but not one of a partition. */
    private static boolean isHidden(String path) {
        List<String> folders = Arrays.asList(path.split("/", -1));
        return folders.subList(0, folders.size() - 1).stream()
                .anyMatch(name -> name.startsWith(".") || name.startsWith("_") && name.indexOf('=') < 0);
    }

    private static boolean isWanted(String path, Optional<FileFormat> chosen) {
        Optional<FileFormat> own = FileFormats.ofFileName(path.substring(path.lastIndexOf('/') + 1));
        return chosen.isPresent() ? own.isEmpty() || own.equals(chosen) : own.isPresent();
    }

    /** A path as seen from a folder; the path itself where it isn't below it. */
    static String relative(String folder, String path) {
        String prefix = folder.endsWith("/") ? folder : folder + "/";
        return path.startsWith(prefix) ? path.substring(prefix.length()) : path;
    }

    private ConnectorException notFound(Storage storage) throws IOException {
        String name = root.substring(root.lastIndexOf('/') + 1);
        List<String> names = storage.names(parent(root));
        return new ConnectorException(
                ErrorCode.STREAM_NOT_FOUND,
                root
                        + (names.contains(name)
                                ? ": it is a link that leads nowhere"
                                : ": there is no such file or folder" + Suggestion.didYouMean(name, names)));
    }
}
