package dev.sluice.formats.parquet;

import org.apache.parquet.format.CompressionCodec;

/** How pages are compressed; the values of the option {@code compression}. */
public enum Compression {
    NONE(CompressionCodec.UNCOMPRESSED),
    SNAPPY(CompressionCodec.SNAPPY),
    GZIP(CompressionCodec.GZIP),
    ZSTD(CompressionCodec.ZSTD),
    LZ4(CompressionCodec.LZ4_RAW);

    private final CompressionCodec codec;

    Compression(CompressionCodec codec) {
        this.codec = codec;
    }

    CompressionCodec codec() {
        return codec;
    }
}
