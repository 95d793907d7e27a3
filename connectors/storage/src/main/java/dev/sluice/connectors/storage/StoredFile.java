package dev.sluice.connectors.storage;

import java.time.Instant;

/**
 * A file as it was found.
 *
 * @param path in the storage, with slashes
 * @param size in bytes
 * @param version changes whenever the content does, as far as the storage can tell: a modification time or an ETag
 * @param modified when it was last written
 */
public record StoredFile(String path, long size, String version, Instant modified) {
    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
