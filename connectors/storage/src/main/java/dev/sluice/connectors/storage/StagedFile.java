package dev.sluice.connectors.storage;

/**
 * A file that is written whole but not shown yet. Plain data.
 *
 * @param path where it will be shown
 * @param token how the storage finds it: a hidden file's path, or an upload and its parts
 * @param size in bytes
 */
public record StagedFile(String path, String token, long size) {}
