package dev.sluice.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of test servers, which may run as another user than the test. */
public final class Folders {
    private Folders() {}

    /** The system's temporary folder, wherever the build points {@code java.io.tmpdir} at. */
    public static Path temporary() {
        Path system = Path.of("/tmp");
        return Files.isWritable(system) ? system : Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** Creates a folder, if need be, that everybody may read and only this user may write. */
    public static void createReadable(Path folder) throws IOException {
        Files.createDirectories(folder);
        makeReadable(folder);
    }

    /** Lets everybody read a folder that only this user may write. */
    public static void makeReadable(Path folder) throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Lets only its owner read and write a file. */
    public static void makePrivate(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Deletes a folder with all that is in it. */
    public static void delete(Path folder) throws IOException {
        List<Path> paths;
        try (Stream<Path> walk = Files.walk(folder)) {
            paths = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : paths) {
            Files.delete(path);
        }
    }
}
