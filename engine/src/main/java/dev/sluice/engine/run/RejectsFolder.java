package dev.sluice.engine.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where rejected rows are kept. They are the user's data: only the user may read them. Until a stream is published they lie
 * in a hidden folder of the pipeline, from which the next run of the pipeline removes what a killed one left.
 *
 * @param published where complete files go
 * @param staging the pipeline's own hidden folder
 */
public record RejectsFolder(Path published, Path staging) {
    /** Removes what a killed run left; call while the pipeline's lock is held. */
    public void clear() {
        if (!Files.isDirectory(staging)) {
            return;
        }
        try (Stream<Path> files = Files.walk(staging)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw RejectsPart.unwritable(staging, e);
        }
    }

    /** Removes a stream's folder, and the pipeline's if no other stream's is in it. */
    static void remove(Path ofStream) throws IOException {
        Files.deleteIfExists(ofStream);
        try {
            Files.deleteIfExists(ofStream.getParent());
        } catch (DirectoryNotEmptyException e) {
            // another stream's rows are still in it
        }
    }

    /** Makes a file that only the user may read, and the folders it lies in. */
    static OutputStream create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Set<OpenOption> options =
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        boolean posix = Files.getFileStore(file.getParent()).supportsFileAttributeView("posix");
        FileAttribute<?>[] mode = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        return Channels.newOutputStream(Files.newByteChannel(file, options, mode));
    }

    /** Puts parts together to one file. */
    static void join(List<Path> parts, Path whole) throws IOException {
        try (OutputStream out = create(whole)) {
            for (Path part : parts) {
                Files.copy(part, out);
            }
        }
    }

    /** Fails where a file couldn't be shown under its name. */
    static void requireRoom(Path whole, Path target) throws IOException {
        Path folder = Files.createDirectories(target.getParent());
        Files.delete(Files.createTempFile(folder, ".", ".sluice"));
        FileStore there = Files.getFileStore(folder);
        if (!there.equals(Files.getFileStore(whole)) && there.getUsableSpace() < Files.size(whole)) {
            throw new IOException("there is no room for " + Files.size(whole) + " bytes");
        }
    }

    /** Shows a file under its name: in one step, except where the folder is on another disk. */
    static void show(Path whole, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.move(whole, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(whole, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
