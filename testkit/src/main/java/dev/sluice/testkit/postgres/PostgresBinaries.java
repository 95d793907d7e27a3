package dev.sluice.testkit.postgres;

import dev.sluice.testkit.server.Unpacked;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import org.tukaani.xz.XZInputStream;

/** The server's programs, unpacked once per user and version from the archive on the class path. */
final class PostgresBinaries {
    private static final String ARCHIVE = "/postgres-linux-x86_64.txz";

    private PostgresBinaries() {}

    /** The folder that holds {@code bin/postgres}. */
    static Path unpacked() throws IOException, InterruptedException {
        return Unpacked.once("postgres-" + archiveId(), PostgresBinaries::unpack);
    }

    private static void unpack(Path folder) throws IOException, InterruptedException {
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
        try (InputStream archive = archive()) {
            return Unpacked.checksum(archive.readAllBytes());
        }
    }

    private static InputStream archive() throws IOException {
        InputStream archive = PostgresBinaries.class.getResourceAsStream(ARCHIVE);
        if (archive == null) {
            throw new IOException(ARCHIVE + " is not on the class path");
        }
        return archive;
    }
}
