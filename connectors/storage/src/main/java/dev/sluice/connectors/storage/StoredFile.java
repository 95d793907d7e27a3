package dev.sluice.connectors.storage;

/**
 * A file as it was found.
 *
 * @param path in the storage, with slashes
 * @param size in bytes
 * @param version changes whenever the content does, as far as the storage can tell: a modification time or an ETag
 */
public record StoredFile(String path, long size, String version) {
    /** The last part of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
