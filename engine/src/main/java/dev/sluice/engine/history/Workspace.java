package dev.sluice.engine.history;

import dev.sluice.engine.run.RejectsFolder;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.LeaseHolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/** The {@code .sluice} folder of a project: run history and locks. Nothing in it is needed to read what was written. */
public final class Workspace {
    private final Path folder;

    /**
     * @param folder the {@code .sluice} folder itself; made when first needed
     */
    public Workspace(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** The history's database file. */
    public Path historyFile() {
        return folder.resolve("history.db");
    }

    public RunHistory history() {
        create(folder);
        return new RunHistory(historyFile());
    }

    /** Who writes, to others: this folder on this machine. */
    public LeaseHolder holder() {
        create(folder);
        Path file = folder.resolve("workspace-id");
        try {
            if (!Files.exists(file)) {
                Path made = Files.createTempFile(folder, "workspace-id", ".tmp");
                Files.writeString(made, UUID.randomUUID().toString());
                Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
            }
            String host = host();
            return new LeaseHolder(
                    Files.readString(file).strip() + "@" + host,
                    host + " (" + folder.toAbsolutePath().normalize() + ")");
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE, "can't write to " + file + ": " + e.getMessage(), e);
        }
    }

    /** Linux tells without asking a name server, which may take its time. */
    private static String host() throws IOException {
        Path told = Path.of("/proc/sys/kernel/hostname");
        if (Files.isReadable(told)) {
            return Files.readString(told).strip();
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }

    /** Where the rejected rows of a pipeline go. */
    public RejectsFolder rejects(String pipeline) {
        Path rejects = folder.resolve("rejects");
        return new RejectsFolder(rejects, rejects.resolve("." + fileName(pipeline)));
    }

    /**
     * Takes a pipeline's lock; the operating system releases it when the process ends, however it ends.
     *
     * @throws ConnectorException LOCKED where another run of the pipeline holds it
     */
    public PipelineLock lock(String pipeline) {
        Path locks = folder.resolve("locks");
        create(locks);
        Path file = locks.resolve(fileName(pipeline) + ".lock");
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new PipelineLock(channel);
            }
            channel.close();
            throw locked(pipeline);
        } catch (OverlappingFileLockException e) {
            close(channel);
            throw locked(pipeline);
        } catch (IOException e) {
            close(channel);
            throw new ConnectorException(ErrorCode.EXTERNAL_FAILURE, "can't lock " + file + ": " + e.getMessage(), e);
        }
    }

    private static ConnectorException locked(String pipeline) {
        return new ConnectorException(
                ErrorCode.LOCKED, "another run of '" + pipeline + "' is going on; wait for it to end, or stop it");
    }

    private static void close(FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new IllegalStateException("can't close a lock file", e);
            }
        }
    }

    private static void create(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new ConnectorException(
                    ErrorCode.EXTERNAL_FAILURE,
                    "can't create the folder " + directory + " (" + e.getMessage()
                            + "); set another one with --state-dir or SLUICE_STATE_DIR",
                    e);
        }
    }

    /** A file name that tells pipelines apart whatever characters their names have. */
    private static String fileName(String pipeline) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(pipeline.getBytes(StandardCharsets.UTF_8));
            String readable = pipeline.replaceAll("[^A-Za-z0-9_-]+", "_");
            return readable.substring(0, Math.min(40, readable.length())) + "-"
                    + HexFormat.of().formatHex(digest, 0, 6);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
