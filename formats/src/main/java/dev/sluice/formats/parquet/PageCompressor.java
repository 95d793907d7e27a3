package dev.sluice.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import dev.sluice.formats.Compression;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
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
    static PageCompressor of(Compression compression, OptionalInt level) {
        return switch (compression) {
            case NONE -> (source, target) -> target.write(source.array(), 0, source.length());
            case SNAPPY -> PageCompressor::snappy;
            case GZIP -> new GzipPages(level.orElse(GzipPages.LEVEL));
            case ZSTD -> new ZstdPages(level.orElse(ZstdPages.LEVEL));
            case LZ4 -> new Lz4Pages(LZ4Factory.fastestJavaInstance().fastCompressor());
            case DEFLATE -> throw new IllegalArgumentException("Parquet has no codec deflate");
        };
    }

    private static void snappy(ByteSink source, ByteSink target) throws IOException {
        byte[] room = target.reserve(Snappy.maxCompressedLength(source.length()));
        int written = Snappy.compress(source.array(), 0, source.length(), room, target.length());
        target.setLength(target.length() + written);
    }

    /** One gzip member a page. */
    final class GzipPages implements PageCompressor {
        private static final int LEVEL = 6;
        private static final byte[] HEADER = {0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, 0};
        private static final int STEP = 16 << 10;

        private final Deflater deflater;
        private final CRC32 crc = new CRC32();

        GzipPages(int level) {
            this.deflater = new Deflater(level, true);
        }

        @Override
        public void compress(ByteSink source, ByteSink target) {
            target.write(HEADER);
            deflater.reset();
            deflater.setInput(source.array(), 0, source.length());
            deflater.finish();
            while (!deflater.finished()) {
                byte[] room = target.reserve(STEP);
                target.setLength(target.length() + deflater.deflate(room, target.length(), STEP));
            }
            crc.reset();
            crc.update(source.array(), 0, source.length());
            target.write(LittleEndian.bytes(crc.getValue(), Integer.BYTES));
            target.write(LittleEndian.bytes(source.length(), Integer.BYTES));
        }

        @Override
        public void close() {
            deflater.end();
        }
    }

    /** Keeps the native context from page to page. */
    final class ZstdPages implements PageCompressor {
        private static final int LEVEL = 3;

        private final ZstdCompressCtx context;

        ZstdPages(int level) {
            this.context = new ZstdCompressCtx().setLevel(level);
        }

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
