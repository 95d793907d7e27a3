package dev.sluice.cli;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/**
 * Loads classes that a training run without servers doesn't get to: the archive of a start holds those that were loaded,
 * used or not.
 */
final class LibraryClasses {
    private static final String CLASS = ".class";
    private static final List<String> JARS = List.of("sluice-", "postgresql-", "mariadb-java-client-");
    /** Its driver is signed: each start would verify that, since the archive's classes are all there from the start. */
    private static final String UNWANTED = "sluice-connector-mssql-";

    private LibraryClasses() {}

    /** Of the jars beside the program's own; of none where it runs from a folder of classes. */
    static void load() throws IOException {
        Path own = ownPlace();
        if (!Files.isRegularFile(own)) {
            return;
        }
        try (Stream<Path> files = Files.list(own.getParent())) {
            for (Path jar : files.filter(LibraryClasses::isWanted).sorted().toList()) {
                load(jar);
            }
        }
    }

    private static Path ownPlace() throws IOException {
        try {
            return Path.of(LibraryClasses.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the program's own place is no file", e);
        }
    }

    private static boolean isWanted(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".jar")
                && !name.startsWith(UNWANTED)
                && JARS.stream().anyMatch(name::startsWith);
    }

    private static void load(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/") && !name.contains("-info"))
                    .map(name ->
                            name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
                    .forEach(LibraryClasses::load);
        }
    }

    /** Some can't be: what they build on is optional, and not there. */
    private static void load(String name) {
        try {
            Class.forName(name, false, LibraryClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // not loaded then, as in any run
        }
    }
}
