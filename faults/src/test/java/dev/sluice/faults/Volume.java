package dev.sluice.faults;

import dev.sluice.testkit.server.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A small disk of its own, which can be filled. Needs the right to mount one; its tests are skipped elsewhere. */
final class Volume implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Volume.class.getName());

    private final Path folder;

    private Volume(Path folder) {
        this.folder = folder;
    }

    static Volume mount(Path folder, long kilobytes) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        try {
            Programs.run(
                    folder,
                    List.of(
                            "mount",
                            "-t",
                            "tmpfs",
                            "-o",
                            "size=" + kilobytes + "k,mode=777",
                            "tmpfs",
                            folder.toString()));
        } catch (IOException e) {
            String message = "no full disk to test with, since none can be mounted: " + e.getMessage();
            LOG.log(System.Logger.Level.WARNING, "SKIPPED: " + message);
            Assumptions.abort(message);
        }
        return new Volume(folder);
    }

    Path folder() {
        return folder;
    }

    /** Fills it up to so many bytes. */
    void leave(long bytes) throws IOException {
        long free = Files.getFileStore(folder).getUsableSpace();
        Files.write(filler(), new byte[(int) Math.max(0, free - bytes)]);
    }

    void free() throws IOException {
        Files.deleteIfExists(filler());
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() throws IOException, InterruptedException {
        Programs.run(Path.of("/"), List.of("umount", folder.toString()));
    }
}
