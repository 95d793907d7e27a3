package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.Digests;
import dev.sluice.connectors.storage.Leftover;
import dev.sluice.connectors.storage.StagedFile;
import dev.sluice.connectors.storage.StagedOutput;
import dev.sluice.connectors.storage.Stager;
import dev.sluice.connectors.storage.Storage;
import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The local file system. */
final class LocalStorage implements Storage {
    /** Opened once: what one reader keeps of the beginning, the next one needs. */
    private static final InputFile PROCESS_INPUT =
            new StandardInput(new FileInputStream(FileDescriptor.in).getChannel());

    private final InputFile standardInput;
    private static final Pattern STAGED =
            Pattern.compile("\\.sluice-([0-9A-Za-z]+)-([0-9A-Za-z]+)-([0-9A-Za-z]+)-(.+)");

    /** Stands for no pipeline, in the names of files that are written in a moment. */
    private static final String NOBODY = "0";

    private static final int ATTEMPTS = 5;

    /** In bytes: file systems have room for 255, of which who staged what takes up to 75. */
    private static final int LONGEST_IN_HIDDEN = 180;

    LocalStorage() {
        this(PROCESS_INPUT);
    }

    /**
     * @param standardInput what the path {@code -} stands for
     */
    LocalStorage(InputFile standardInput) {
        this.standardInput = standardInput;
    }

    @Override
    public Optional<StoredFile> find(String path) throws IOException {
        if (path.equals(StandardInput.PATH)) {
            return Optional.of(StandardInput.file());
        }
        try {
            BasicFileAttributes attributes = Files.readAttributes(Path.of(path), BasicFileAttributes.class);
            if (attributes.isOther()) {
                throw new ConnectorException(
                        ErrorCode.UNSUPPORTED,
                        path
                                + ": is a pipe or a device, not a file; redirect it and write '-', which is standard"
                                + " input as a source and standard output as a destination");
            }
            return attributes.isDirectory() ? Optional.empty() : Optional.of(stored(Path.of(path), attributes));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static StoredFile stored(Path path, BasicFileAttributes attributes) {
        return new StoredFile(
                path.toString(),
                attributes.size(),
                Long.toString(attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS)),
                attributes.lastModifiedTime().toInstant());
    }

    @Override
    public String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }

    /** The same for all names of one file, links and all; what isn't there yet is named by the folder that is. */
    static String realPath(String path) {
        Path wanted = Path.of(path).toAbsolutePath().normalize();
        for (Path there = wanted; there != null; there = there.getParent()) {
            try {
                return slashes(there.toRealPath().resolve(there.relativize(wanted)));
            } catch (IOException e) {
                // not there, or not to be seen: the folder is asked
            }
        }
        return slashes(wanted);
    }

    private static String slashes(Path path) {
        return path.toString().replace(java.io.File.separatorChar, '/');
    }

    @Override
    public boolean isFolder(String path) {
        return Files.isDirectory(Path.of(path));
    }

    @Override
    public List<StoredFile> list(String folder, boolean recursive) throws IOException {
        List<StoredFile> files = new ArrayList<>();
        collect(Path.of(folder), recursive, files);
        files.sort(Comparator.comparing(StoredFile::path));
        return files;
    }

    private static void collect(Path folder, boolean recursive, List<StoredFile> files) throws IOException {
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                // a link to a folder may lead back up
                if (recursive && !Files.isSymbolicLink(entry)) {
                    collect(entry, true, files);
                }
            } else if (Files.isRegularFile(entry)) {
                add(entry, files);
            }
        }
    }

    /** None where there is no such folder, or none any more: partitions come and go like files. */
    private static List<Path> entries(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return List.of();
            }
            throw e.getCause();
        }
    }

    /** Files that others stage and publish come and go while a folder is listed. */
    private static void add(Path entry, List<StoredFile> files) throws IOException {
        try {
            files.add(stored(entry, Files.readAttributes(entry, BasicFileAttributes.class)));
        } catch (NoSuchFileException e) {
            // gone since it was listed, as if it had been gone before
        }
    }

    @Override
    public List<String> linkedFolders(String folder) throws IOException {
        return links(folder, Files::isDirectory);
    }

    @Override
    public List<String> brokenLinks(String folder) throws IOException {
        return links(folder, Files::notExists);
    }

    private static List<String> links(String folder, Predicate<Path> wanted) throws IOException {
        List<String> links = new ArrayList<>();
        collectLinks(Path.of(folder), wanted, links);
        links.sort(Comparator.naturalOrder());
        return links;
    }

    private static void collectLinks(Path folder, Predicate<Path> wanted, List<String> links) throws IOException {
        for (Path entry : entries(folder)) {
            if (!Files.isSymbolicLink(entry)) {
                if (Files.isDirectory(entry)) {
                    collectLinks(entry, wanted, links);
                }
            } else if (wanted.test(entry)) {
                links.add(entry.normalize().toString());
            }
        }
    }

    @Override
    public List<String> names(String folder) throws IOException {
        return entries(Path.of(folder)).stream()
                .map(entry -> entry.getFileName().toString())
                .sorted()
                .toList();
    }

    @Override
    public InputFile open(StoredFile file, FileRange range, long memory) throws IOException {
        if (StandardInput.is(file)) {
            return standardInput;
        }
        Optional<StoredFile> now = find(file.path());
        if (now.isPresent() && !now.get().equals(file)) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    file.path()
                            + ": the file was changed while it was being read; run again once nothing writes to it");
        }
        return new LocalInputFile(file);
    }

    @Override
    public boolean readsStaged() {
        return true;
    }

    @Override
    public boolean stagesInPlace() {
        return false;
    }

    @Override
    public StagedOutput stage(String path, Stager stager, String attempt, long memory) throws IOException {
        Path target = Path.of(path);
        Path folder = target.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        String name = target.getFileName().toString();
        boolean hidden = name.startsWith(HIDDEN_PREFIX);
        String hiddenName = hidden ? name : hiddenName(stager, attempt, name);
        return new LocalStagedOutput(path, hidden ? target : folder.resolve(hiddenName));
    }

    private String hiddenName(Stager stager, String attempt, String name) {
        return HIDDEN_PREFIX + stager.inName() + "-" + attempt + "-" + nameInHidden(name);
    }

    @Override
    public String nameInHidden(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_IN_HIDDEN ? name : Digests.hex(name);
    }

    /**
     * Beside the file that it will be shown as, whatever the token says: that may come from a journal that was written where
     * the folder had another path, or that somebody made up.
     */
    private static Path hiddenPath(StagedFile file) {
        Path path = Path.of(file.path());
        String name = file.token().substring(file.token().lastIndexOf(File.separatorChar) + 1);
        Path hidden = path.resolveSibling(name);
        if (!name.startsWith(HIDDEN_PREFIX) && !hidden.equals(path)) {
            throw new ConnectorException(
                    ErrorCode.MALFORMED_INPUT,
                    file.path() + ": '" + file.token() + "' is no file that was staged for it");
        }
        return hidden;
    }

    @Override
    public boolean isComplete(StagedFile file) throws IOException {
        Optional<StoredFile> staged = find(hiddenPath(file).toString());
        return staged.isPresent() ? staged.get().size() == file.size() : isPublished(file);
    }

    private boolean isPublished(StagedFile file) throws IOException {
        return find(file.path()).map(found -> found.size() == file.size()).orElse(false);
    }

    @Override
    public void publish(List<StagedFile> files) throws IOException {
        Set<Path> folders = new HashSet<>();
        for (StagedFile file : files) {
            Path path = Path.of(file.path());
            Path hidden = hiddenPath(file);
            if (!hidden.equals(path) && find(hidden.toString()).isPresent()) {
                try {
                    rename(hidden, path);
                } catch (NoSuchFileException e) {
                    // who found the journal of this commit may be carrying it out as well
                    if (!isPublished(file)) {
                        throw e;
                    }
                }
                folders.add(path.toAbsolutePath().getParent());
            } else if (!isPublished(file)) {
                throw new ConnectorException(
                        ErrorCode.EXTERNAL_FAILURE,
                        file.path() + ": what was staged for it is gone; is another run writing to the same place?");
            }
        }
        for (Path folder : folders) {
            forceFolder(folder);
        }
    }

    @Override
    public void discard(List<StagedFile> files) throws IOException {
        delete(files.stream().map(file -> hiddenPath(file).toString()).toList());
    }

    @Override
    public List<Leftover> staged(String folder) throws IOException {
        List<Leftover> staged = new ArrayList<>();
        for (StoredFile file : list(folder, false)) {
            Matcher matcher = STAGED.matcher(file.name());
            if (matcher.matches()) {
                String path = Path.of(folder).resolve(matcher.group(4)).toString();
                staged.add(new Leftover(
                        new StagedFile(path, file.path(), file.size()),
                        matcher.group(2).equals(NOBODY)
                                ? Leftover.UNKNOWN
                                : new Stager(matcher.group(1), matcher.group(2)),
                        file.modified()));
            }
        }
        for (String name : names(folder)) {
            String partition = Path.of(folder).resolve(name).toString();
            if (name.indexOf('=') > 0 && isFolder(partition)) {
                staged.addAll(staged(partition));
            }
        }
        return staged;
    }

    /** Gives a file another name once its content lasts. */
    private static void rename(Path source, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(source, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        keepPermissions(target, source);
        Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** A file that only some may read or change stays one when it is replaced. */
    private static void keepPermissions(Path replaced, Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null || !Files.exists(replaced)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(replaced);
        // where the file system has the same for all files, it may refuse to set them
        if (!view.readAttributes().permissions().equals(permissions)) {
            view.setPermissions(permissions);
        }
    }

    /** Makes renames last through a power failure; where folders can't be opened, the system does so by itself. */
    static void forceFolder(Path folder) throws IOException {
        if (java.io.File.separatorChar == '/') {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    @Override
    public Optional<byte[]> read(String path) throws IOException {
        try {
            return Optional.of(Replacement.read(Path.of(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean replace(String path, byte[] content, Optional<StoredFile> current) throws IOException {
        if (!find(path).equals(current)) {
            return false;
        }
        Path target = Path.of(path).toAbsolutePath();
        Files.createDirectories(target.getParent());
        for (int attempt = 1; ; attempt++) {
            // a name of its own: another process may be at the same file
            Stager self = new Stager(UUID.randomUUID().toString().replace("-", ""), NOBODY);
            Path hidden = target.resolveSibling(
                    hiddenName(self, "new", target.getFileName().toString()));
            try {
                write(hidden, content);
                boolean replaced = current.isEmpty()
                        ? Replacement.showNew(hidden, target)
                        : Replacement.showInstead(
                                hidden, target, () -> find(path).equals(current));
                if (replaced || Files.exists(hidden) || attempt == ATTEMPTS) {
                    forceFolder(target.getParent());
                    return replaced;
                }
                // a run that just begins took it for what a dead one left
            } finally {
                Files.deleteIfExists(hidden);
            }
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (ByteBuffer left = ByteBuffer.wrap(content); left.hasRemaining(); ) {
                channel.write(left);
            }
            channel.force(true);
        }
    }

    @Override
    public void delete(List<String> paths) throws IOException {
        for (String path : paths) {
            Files.deleteIfExists(Path.of(path));
        }
    }

    @Override
    public List<String> missingFolders(String folder) {
        List<String> missing = new ArrayList<>();
        for (Path path = Path.of(folder); path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path.toString());
        }
        return missing;
    }

    @Override
    public void removeEmptyFolder(String folder) throws IOException {
        if (Files.isDirectory(Path.of(folder), LinkOption.NOFOLLOW_LINKS)
                && names(folder).isEmpty()) {
            Files.delete(Path.of(folder));
        }
    }
}
