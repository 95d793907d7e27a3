package dev.sluice.connectors.storage;

import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Position;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * The files that an incremental run found, to tell the next one which are new. Sixteen bytes a file: a hash of its path, and
 * one of its size and version. A file counts as read only if both are the same; of two paths with one hash, one would be read
 * again.
 *
 * @param versions by path
 */
record SeenFiles(Map<Long, Long> versions) {
    /** About 2 MB of state. */
    static final int MOST = 100_000;

    private static final String FILES = "files";
    /** For people who look at a state; not read. */
    private static final String COUNT = "count";

    private static final int BYTES = 2 * Long.BYTES;

    /**
     * @param absolute makes paths the same from wherever they are seen
     */
    static SeenFiles of(List<StoredFile> files, UnaryOperator<String> absolute) {
        Map<Long, Long> versions = new HashMap<>();
        for (StoredFile file : files) {
            versions.put(key(file, absolute), version(file));
        }
        return new SeenFiles(versions);
    }

    private static long key(StoredFile file, UnaryOperator<String> absolute) {
        return Digests.first64(absolute.apply(file.path()));
    }

    private static long version(StoredFile file) {
        return Digests.first64(file.size() + " " + file.version());
    }

    /**
     * Reads what {@link #position} gave.
     *
     * @throws ConnectorException INVALID_CONFIGURATION where it is the position of something else
     */
    static SeenFiles of(Position position) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(position.details().getOrDefault(FILES, "-"));
        } catch (IllegalArgumentException e) {
            throw notOfFiles(e);
        }
        if (bytes.length % BYTES != 0) {
            throw notOfFiles(null);
        }
        Map<Long, Long> versions = new HashMap<>();
        for (ByteBuffer buffer = ByteBuffer.wrap(bytes); buffer.hasRemaining(); ) {
            versions.put(buffer.getLong(), buffer.getLong());
        }
        return new SeenFiles(versions);
    }

    private static ConnectorException notOfFiles(Exception cause) {
        return new ConnectorException(
                ErrorCode.INVALID_CONFIGURATION,
                "the state kept for this stream doesn't say which files were read: was it another source's before?"
                        + " Reset it ('sluice state reset') to read all files",
                cause);
    }

    Position position() {
        ByteBuffer buffer = ByteBuffer.allocate(versions.size() * BYTES);
        new TreeMap<>(versions).forEach((path, version) -> buffer.putLong(path).putLong(version));
        return new Position(
                "",
                Map.of(
                        FILES,
                        Base64.getEncoder().withoutPadding().encodeToString(buffer.array()),
                        COUNT,
                        Integer.toString(versions.size())));
    }

    /** Whether a file was there, in whatever version. */
    boolean hasPath(StoredFile file, UnaryOperator<String> absolute) {
        return versions.containsKey(key(file, absolute));
    }

    boolean hasVersion(StoredFile file, UnaryOperator<String> absolute) {
        Long version = versions.get(key(file, absolute));
        return version != null && version == version(file);
    }
}
