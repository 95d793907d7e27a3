package dev.sluice.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.JDBC;
import org.sqlite.util.OSInfo;

/** Unpacks SQLite's library for this machine once, so that not each run has to before it can note that it began. */
final class NativeLibraries {
    private static final String LIBRARY = System.mapLibraryName("sqlitejdbc");

    private NativeLibraries() {}

    /** Complete or not at all; where the driver has none for this machine, nothing. */
    static void unpackInto(Path folder) throws IOException {
        String resource = "/org/sqlite/native/" + OSInfo.getNativeLibFolderPathForCurrentOS() + "/" + LIBRARY;
        try (InputStream library = JDBC.class.getResourceAsStream(resource)) {
            if (library == null) {
                return;
            }
            Files.createDirectories(folder);
            Path unfinished = Files.createTempFile(folder, LIBRARY, ".unfinished");
            Files.copy(library, unfinished, StandardCopyOption.REPLACE_EXISTING);
            Files.move(unfinished, folder.resolve(LIBRARY), StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
