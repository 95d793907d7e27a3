package dev.sluice.formats.parquet;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.hardwood.metadata.CompressionCodec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import org.xerial.snappy.Snappy;

/** Unpacks what {@link PageCompressor} makes of a page, and others like it. */
interface PageUnpacker {
    /**
     * Unpacks {@code source[from … from + length)}.
     *
     * @param size how many bytes are to come out, for which there is room at {@code at}
     * @return how many did come out; never more
     * @throws IOException where that isn't compressed data
     */
    int unpack(byte[] source, int from, int length, byte[] target, int at, int size) throws IOException;

    /** The unpacker for a codec; null for codecs that are rare. */
    static PageUnpacker of(CompressionCodec codec) {
        if (codec == null) {
            // the footer names one that there isn't
            return null;
        }
        return switch (codec) {
            case UNCOMPRESSED -> PageUnpacker::copy;
            case SNAPPY -> PageUnpacker::snappy;
            case GZIP -> PageUnpacker::gzip;
            case ZSTD -> PageUnpacker::zstd;
            case LZ4_RAW -> PageUnpacker::lz4;
            case LZO, BROTLI, LZ4 -> null;
        };
    }

    private static int copy(byte[] source, int from, int length, byte[] target, int at, int size) {
        int count = Math.min(length, size);
        System.arraycopy(source, from, target, at, count);
        return count;
    }

    private static int snappy(byte[] source, int from, int length, byte[] target, int at, int size) throws IOException {
        // it doesn't look whether there is room
        int claimed = Snappy.uncompressedLength(source, from, length);
        if (claimed != size) {
            throw new IOException("it unpacks to " + claimed + " bytes");
        }
        return Snappy.uncompress(source, from, length, target, at);
    }

    private static int gzip(byte[] source, int from, int length, byte[] target, int at, int size) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(source, from, length))) {
            return in.readNBytes(target, at, size);
        }
    }

    private static int zstd(byte[] source, int from, int length, byte[] target, int at, int size) throws IOException {
        try {
            long count = Zstd.decompressByteArray(target, at, size, source, from, length);
            if (Zstd.isError(count)) {
                throw new IOException(Zstd.getErrorName(count));
            }
            return (int) count;
        } catch (ZstdException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static int lz4(byte[] source, int from, int length, byte[] target, int at, int size) throws IOException {
        try {
            return LZ4Factory.fastestJavaInstance()
                    .safeDecompressor()
                    .decompress(source, from, length, target, at, size);
        } catch (LZ4Exception e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
