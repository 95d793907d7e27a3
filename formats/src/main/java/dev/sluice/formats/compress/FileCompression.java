package dev.sluice.formats.compress;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import dev.sluice.formats.Compression;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;

/**
 * Compression around whole files, for formats that don't compress by themselves. Compressed files may be appended to each
 * other: gzip members and zstd frames in a row are one file of their contents in a row.
 */
public final class FileCompression {
    private static final String GZIP_EXTENSION = ".gz";
    private static final String ZSTD_EXTENSION = ".zst";
    private static final int DEFAULT_GZIP_LEVEL = 6;
    private static final int DEFAULT_ZSTD_LEVEL = 3;
    private static final int BUFFER_BYTES = 64 << 10;

    private FileCompression() {}

    /** The compression that a file's name ends in, upper or lower case. */
    public static Compression ofFileName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(GZIP_EXTENSION)
                ? Compression.GZIP
                : lower.endsWith(ZSTD_EXTENSION) ? Compression.ZSTD : Compression.NONE;
    }

    /** What files of a compression end in, with its dot: empty for none. */
    public static String extension(Compression compression) {
        return switch (compression) {
            case GZIP -> GZIP_EXTENSION;
            case ZSTD -> ZSTD_EXTENSION;
            default -> "";
        };
    }

    /** A file's name without the ending that says how it is compressed. */
    public static String withoutExtension(String name) {
        return name.substring(0, name.length() - extension(ofFileName(name)).length());
    }

    /** The content of a file, whose length is unknown then; the file itself where it isn't compressed. Closing it closes the file. */
    public static InputFile decompress(InputFile file, Compression compression) {
        return switch (compression) {
            case NONE -> file;
            case GZIP -> SequentialFile.decoding(file, GzipSource::new);
            case ZSTD -> SequentialFile.decoding(file, ZstdSource::new);
            default -> throw new IllegalArgumentException("no files are compressed by " + compression);
        };
    }

    /**
     * A stream that compresses to another; the other one where nothing is compressed. Closing it ends the compressed data and
     * leaves the other stream open.
     */
    public static OutputStream compress(OutputStream out, Compression compression, OptionalInt level)
            throws IOException {
        return switch (compression) {
            case NONE -> new OpenEnded(out);
            case GZIP -> new Gzip(new OpenEnded(out), level.orElse(DEFAULT_GZIP_LEVEL));
            case ZSTD ->
                new ZstdOutputStreamNoFinalizer(
                                new OpenEnded(out), RecyclingBufferPool.INSTANCE, level.orElse(DEFAULT_ZSTD_LEVEL))
                        .setChecksum(true);
            default -> throw new IllegalArgumentException("no files are compressed by " + compression);
        };
    }

    private static final class Gzip extends GZIPOutputStream {
        Gzip(OutputStream out, int level) throws IOException {
            super(out, BUFFER_BYTES);
            def.setLevel(level);
        }
    }

    /** Stays open when it is closed. */
    private static final class OpenEnded extends OutputStream {
        private final OutputStream out;

        OpenEnded(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
