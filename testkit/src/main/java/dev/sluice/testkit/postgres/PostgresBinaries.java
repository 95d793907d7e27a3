package dev.sluice.testkit.postgres;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once per user and version from the archive on the class path. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpacked() throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new IOException("the embedded server runs on Linux on x86-64 only");
        }
        Path parent = Folders.temporary().resolve("sluice-testkit-" + System.getProperty("user.name"));
        Path folder = parent.resolve("postgres-" + archiveId());
        if (!Files.exists(folder)) {
            Folders.createReadable(parent);
            Path unpacking = Files.createTempDirectory(parent, "unpacking-");
            unpack(unpacking);
            publish(unpacking, folder);
        }
        return folder;
    }

    /** Another process may have been faster: then its copy is as good. */
    private static void publish(Path unpacking, Path folder) throws IOException {
        try {
            Files.move(unpacking, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            Folders.delete(unpacking);
        }
    }

    private static void unpack(Path folder) throws IOException, InterruptedException {
        Folders.makeReadable(folder);
        Process tar = new ProcessBuilder("tar", "-x", "-f", "-", "-C", folder.toString(), "--no-same-owner")
                .redirectErrorStream(true)
                .start();
        try (InputStream archive = new XZInputStream(archive());
                OutputStream out = tar.getOutputStream()) {
            archive.transferTo(out);
        }
        String output = new String(tar.getInputStream().readAllBytes());
        if (tar.waitFor() != 0) {
            throw new IOException("tar could not unpack the server: " + output);
        }
    }

    private static String archiveId() throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream archive = archive()) {
            checksum.update(archive.readAllBytes());
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }

    private static InputStream archive() throws IOException {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException(ARCHIVE + " is not on the class path");
        }
        return archive;
    }
}
