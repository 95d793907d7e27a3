package dev.sluice.testkit.server;

import dev.sluice.testkit.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.zip.CRC32;

/** Folders that are filled once per user and then used by all of the user's JVMs. */
public final class Unpacked {
    private Unpacked() {}

    /** Fills an empty folder. */
    public interface Unpacking {
        void into(Path folder) throws IOException, InterruptedException;
    }

    /** The folder of that name, which says what is in it down to the version; it is never seen half full. */
    public static Path once(String name, Unpacking unpacking) throws IOException, InterruptedException {
        if (!System.getProperty("os.name").equals("Linux")
                || !System.getProperty("os.arch").equals("amd64")) {
            throw new IOException("the embedded server runs on Linux on x86-64 only");
        }
        Path parent = Folders.temporary().resolve("sluice-testkit-" + System.getProperty("user.name"));
        Path folder = parent.resolve(name);
        if (!Files.exists(folder)) {
            Folders.createReadable(parent);
            Path filling = Files.createTempDirectory(parent, "unpacking-");
            try {
                Folders.makeReadable(filling);
                unpacking.into(filling);
                Files.move(filling, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                Folders.delete(filling);
                // another process may have been faster: then its copy is as good
                if (!Files.exists(folder)) {
                    throw e;
                }
            }
        }
        return folder;
    }

    /** Of what a folder is made from, to be a part of its name. */
    public static String checksum(byte[] ingredients) {
        CRC32 checksum = new CRC32();
        checksum.update(ingredients);
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
