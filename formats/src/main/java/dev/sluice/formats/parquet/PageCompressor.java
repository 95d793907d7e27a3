package dev.sluice.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.sluice.spi.text.ByteSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import org.xerial.snappy.Snappy;

/** Compresses one page after another; not thread-safe. */
interface PageCompressor extends AutoCloseable {
    /** Compresses what the source holds to the end of the target. */
    void compress(ByteSink source, ByteSink target) throws IOException;

    @Override
    default void close() {}

    /** The compressor for a codec. */
    static PageCompressor of(Compression compression) {
        return switch (compression) {
            case NONE -> (source, target) -> target.write(source.array(), 0, source.length());
            case SNAPPY -> PageCompressor::snappy;
            case GZIP -> PageCompressor::gzip;
            case ZSTD -> new ZstdPages();
            case LZ4 -> new Lz4Pages(LZ4Factory.fastestJavaInstance().fastCompressor());
        };
    }

    private static void snappy(ByteSink source, ByteSink target) throws IOException {
        byte[] room = target.reserve(Snappy.maxCompressedLength(source.length()));
        int written = Snappy.compress(source.array(), 0, source.length(), room, target.length());
        target.setLength(target.length() + written);
    }

    private static void gzip(ByteSink source, ByteSink target) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(source.length() / 2 + 64);
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(source.array(), 0, source.length());
        }
        target.write(bytes.toByteArray());
    }

    /** Keeps the native context from page to page. */
    final class ZstdPages implements PageCompressor {
        private static final int LEVEL = 3;

        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL);

        @Override
        public void compress(ByteSink source, ByteSink target) {
            int bound = Math.toIntExact(Zstd.compressBound(source.length()));
            byte[] room = target.reserve(bound);
            int written = context.compressByteArray(room, target.length(), bound, source.array(), 0, source.length());
            target.setLength(target.length() + written);
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** LZ4 blocks without a frame, the codec LZ4_RAW. */
    record Lz4Pages(LZ4Compressor compressor) implements PageCompressor {
        @Override
        public void compress(ByteSink source, ByteSink target) {
            int bound = compressor.maxCompressedLength(source.length());
            byte[] room = target.reserve(bound);
            int written = compressor.compress(source.array(), 0, source.length(), room, target.length(), bound);
            target.setLength(target.length() + written);
        }
    }
}
