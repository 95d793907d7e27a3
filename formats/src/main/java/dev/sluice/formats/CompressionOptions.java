package dev.sluice.formats;

import dev.sluice.formats.compress.FileCompression;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Option;
import dev.sluice.spi.Options;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** The options that say how files are compressed, shared by all formats. */
public final class CompressionOptions {
    /** How the files of a source are compressed as a whole. */
    public enum Reading {
        /** As their names end: {@code .gz}, {@code .zst}, or not at all. */
        AUTO,
        NONE,
        GZIP,
        ZSTD;

        /** The compression of a file. */
        public Compression of(String fileName) {
            return switch (this) {
                case AUTO -> FileCompression.ofFileName(fileName);
                case NONE -> Compression.NONE;
                case GZIP -> Compression.GZIP;
                case ZSTD -> Compression.ZSTD;
            };
        }
    }

    public static final Option<Reading> READ = Option.choice(
                    "compression",
                    "How csv, json and jsonl files are compressed; auto goes by .gz and .zst",
                    Reading.class)
            .defaultValue(Reading.AUTO);

    public static final Option<Compression> WRITE = Option.choice(
                    "compression",
                    "Codec to compress with. parquet: none, snappy, gzip, zstd, lz4 (left out: snappy); avro: none,"
                        + " deflate, snappy, zstd (left out: snappy); csv, json, jsonl: none, gzip, zstd (left out: as"
                        + " the file's name ends)",
                    Compression.class)
            .alias("null", Compression.NONE)
            .alias("zstandard", Compression.ZSTD);

    public static final Option<Integer> LEVEL = Option.integer(
                    "compression_level", "How hard to compress: 1 to 9 for gzip (6 if left out), 1 to 22 for zstd (3)")
            .between(1, 22);

    private static final int MAX_GZIP_LEVEL = 9;

    private CompressionOptions() {}

    /** The level the user asked for, if any. */
    public static OptionalInt level(Options options) {
        return options.find(LEVEL).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    /**
     * Refuses a codec that a format doesn't have, and a level that the codec doesn't.
     *
     * @param compression what the files will be compressed with
     * @throws ConnectorException INVALID_CONFIGURATION
     */
    public static void check(Options options, FileFormat format, Compression compression) {
        if (!format.compressions().contains(compression)) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config.compression: " + format.name() + " files can't be compressed with "
                            + Option.spelling(compression) + ", only with "
                            + format.compressions().stream()
                                    .map(Option::spelling)
                                    .collect(Collectors.joining(", ")));
        }
        OptionalInt level = level(options);
        boolean hasLevels = compression == Compression.ZSTD
                || (compression == Compression.GZIP || compression == Compression.DEFLATE)
                        && level.orElse(1) <= MAX_GZIP_LEVEL;
        if (level.isPresent() && !hasLevels) {
            throw new ConnectorException(
                    ErrorCode.INVALID_CONFIGURATION,
                    "config.compression_level: " + level.getAsInt() + " is no level of " + Option.spelling(compression)
                            + "; gzip and deflate have the levels 1 to 9, zstd 1 to 22");
        }
    }
}
