package dev.sluice.formats;

/** How files, or blocks inside them, are compressed; which of these a format knows is its own to say. */
public enum Compression {
    NONE,
    SNAPPY,
    GZIP,
    ZSTD,
    LZ4,
    DEFLATE
}
