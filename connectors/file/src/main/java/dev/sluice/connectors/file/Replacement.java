package dev.sluice.connectors.file;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Gives a file that is written already its name, unless another writer was there first. */
final class Replacement {
    /** Locks of files keep processes apart, not the threads of one. */
    private static final Object ONE_THREAD = new Object();

    /** A check that may have to look at files. */
    interface Check {
        boolean holds() throws IOException;
    }

    private Replacement() {}

    /** Shows a file under a name that must be free; false where it isn't, or the file is gone. The hidden name may stay. */
    static boolean showNew(Path hidden, Path target) throws IOException {
        synchronized (ONE_THREAD) {
            try {
                // unlike a rename, a link never replaces what is there
                Files.createLink(target, hidden);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            } catch (NoSuchFileException e) {
                return false;
            } catch (UnsupportedOperationException | IOException e) {
                // no links on this file system: the moment between looking and renaming is left
                if (Files.exists(target)) {
                    return false;
                }
                Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
                return true;
            }
        }
    }

    /**
     * Shows a file in place of another; false where that isn't the one expected, or the new one is gone. The file that is
     * replaced is the lock: who waits for it looks again once it has it, and finds another file in its place.
     */
    static boolean showInstead(Path hidden, Path target, Check expected) throws IOException {
        synchronized (ONE_THREAD) {
            try (FileChannel channel = FileChannel.open(target, StandardOpenOption.READ, StandardOpenOption.WRITE);
                    FileLock lock = lock(channel)) {
                if (!expected.holds()) {
                    return false;
                }
                letDiffer(hidden, target);
                Files.move(hidden, target, StandardCopyOption.ATOMIC_MOVE);
                return true;
            } catch (NoSuchFileException e) {
                return false;
            }
        }
    }

    /** Two files of one size that are written within a tick of the clock could be taken for the same. */
    private static void letDiffer(Path hidden, Path target) throws IOException {
        Instant before = Files.getLastModifiedTime(target).toInstant();
        if (!Files.getLastModifiedTime(hidden).toInstant().isAfter(before)) {
            Files.setLastModifiedTime(hidden, FileTime.from(before.plus(1, ChronoUnit.MICROS)));
        }
    }

    /** Reads a small file that may be replaced: closing it would take the lock from a thread that is just doing so. */
    static byte[] read(Path file) throws IOException {
        synchronized (ONE_THREAD) {
            return Files.readAllBytes(file);
        }
    }

    /** Null where files can't be locked, or a locked one can't be replaced. */
    private static FileLock lock(FileChannel channel) {
        if (File.separatorChar != '/') {
            return null;
        }
        try {
            return channel.lock();
        } catch (IOException e) {
            return null;
        }
    }
}
