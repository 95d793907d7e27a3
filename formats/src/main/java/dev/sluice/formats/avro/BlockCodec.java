package dev.sluice.formats.avro;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.sluice.formats.Compression;
import dev.sluice.spi.text.ByteSink;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.xerial.snappy.Snappy;

/** Compresses and unpacks blocks of Avro files. Not thread-safe. */
final class BlockCodec implements Closeable {
    /** The codecs; the default first. */
    static final List<Compression> COMPRESSIONS =
            List.of(Compression.SNAPPY, Compression.NONE, Compression.DEFLATE, Compression.ZSTD);

    /** An unpacked block may take this share of the heap: room for it to grow, and for other tasks. */
    private static final int SHARE_OF_HEAP = 8;

    private static final int LARGEST_BLOCK = 1 << 29;
    private static final int STEP = 1 << 16;
    private static final int CRC_BYTES = 4;
    private static final int DEFLATE_LEVEL = 6;
    private static final int ZSTD_LEVEL = 3;

    private final Compression compression;
    private final int level;
    private final long largest;
    private final CRC32 crc = new CRC32();
    private Inflater inflater;
    private Deflater deflater;

    /**
     * @param level how hard to compress, where the codec has levels
     */
    BlockCodec(Compression compression, OptionalInt level) {
        this.compression = compression;
        this.level = level.orElse(compression == Compression.ZSTD ? ZSTD_LEVEL : DEFLATE_LEVEL);
        this.largest = Math.min(LARGEST_BLOCK, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    }

    /** The codec of a name in a file's header. */
    static Optional<Compression> named(String name) {
        return COMPRESSIONS.stream()
                .filter(compression -> nameOf(compression).equals(name))
                .findFirst();
    }

    /** What the specification calls a codec. */
    static String nameOf(Compression compression) {
        return switch (compression) {
            case NONE -> "null";
            case DEFLATE -> "deflate";
            case SNAPPY -> "snappy";
            case ZSTD -> "zstandard";
            case GZIP, LZ4 -> throw new IllegalArgumentException("Avro has no codec " + compression);
        };
    }

    /** Compresses a block to the end of the target. */
    void compress(ByteSink source, ByteSink target) throws IOException {
        byte[] bytes = source.array();
        int length = source.length();
        switch (compression) {
            case NONE -> target.write(bytes, 0, length);
            case DEFLATE -> deflate(bytes, length, target);
            case SNAPPY -> {
                byte[] room = target.reserve(Snappy.maxCompressedLength(length));
                target.setLength(target.length() + Snappy.compress(bytes, 0, length, room, target.length()));
                int checksum = checksum(bytes, 0, length);
                for (int shift = 24; shift >= 0; shift -= Byte.SIZE) {
                    target.write(checksum >>> shift);
                }
            }
            case ZSTD -> target.write(Zstd.compress(Arrays.copyOf(bytes, length), level));
            case GZIP, LZ4 -> throw new IllegalStateException(compression.toString());
        }
    }

    private void deflate(byte[] bytes, int length, ByteSink target) {
        if (deflater == null) {
            deflater = new Deflater(level, true);
        }
        deflater.reset();
        deflater.setInput(bytes, 0, length);
        deflater.finish();
        while (!deflater.finished()) {
            byte[] room = target.reserve(STEP);
            target.setLength(target.length() + deflater.deflate(room, target.length(), STEP));
        }
    }

    private int checksum(byte[] bytes, int from, int length) {
        crc.reset();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Whether blocks are stored as they are. */
    boolean isNone() {
        return compression == Compression.NONE;
    }

    /** Unpacks the block in {@code bytes[from … from + length)} into a target that is cleared. */
    void unpack(byte[] bytes, int from, int length, ByteSink target) {
        target.clear();
        try {
            switch (compression) {
                case NONE -> target.write(bytes, from, length);
                case DEFLATE -> inflate(bytes, from, length, target);
                case SNAPPY -> unpackSnappy(bytes, from, length, target);
                case ZSTD -> unpackZstd(bytes, from, length, target);
                case GZIP, LZ4 -> throw new IllegalStateException(compression.toString());
            }
        } catch (IOException | DataFormatException e) {
            throw AvroProblem.malformed(
                    "the block can't be unpacked with " + nameOf(compression) + ": " + e.getMessage());
        }
    }

    private void inflate(byte[] bytes, int from, int length, ByteSink target) throws DataFormatException {
        if (inflater == null) {
            inflater = new Inflater(true);
        }
        inflater.reset();
        inflater.setInput(bytes, from, length);
        while (!inflater.finished()) {
            byte[] room = target.reserve(STEP);
            int read = inflater.inflate(room, target.length(), room.length - target.length());
            if (read == 0 && !inflater.finished()) {
                throw AvroProblem.malformed("the block can't be unpacked with deflate: it ends early");
            }
            target.setLength(target.length() + read);
            requireSize(target.length());
        }
    }

    private void unpackSnappy(byte[] bytes, int from, int length, ByteSink target) throws IOException {
        if (length < CRC_BYTES) {
            throw AvroProblem.malformed("the block has no checksum");
        }
        int packed = length - CRC_BYTES;
        int size = Snappy.uncompressedLength(bytes, from, packed);
        requireSize(size);
        byte[] room = target.reserve(size);
        target.setLength(Snappy.uncompress(bytes, from, packed, room, 0));
        int checksum = (int) Decimals.bigEndian(bytes, from + packed, from + length, 0);
        if (checksum != checksum(room, 0, target.length())) {
            throw AvroProblem.malformed("the block's checksum is wrong: the file was damaged");
        }
    }

    private void unpackZstd(byte[] bytes, int from, int length, ByteSink target) throws IOException {
        try (ZstdInputStreamNoFinalizer in =
                new ZstdInputStreamNoFinalizer(new ByteArrayInputStream(bytes, from, length))) {
            while (true) {
                byte[] room = target.reserve(STEP);
                int read = in.read(room, target.length(), room.length - target.length());
                if (read < 0) {
                    return;
                }
                target.setLength(target.length() + read);
                requireSize(target.length());
            }
        }
    }

    private void requireSize(int size) {
        if (size < 0 || size > largest) {
            throw AvroProblem.malformed(
                    "the block unpacks to more than " + (largest >> 20) + " MB; if it is meant to, raise --max-memory");
        }
    }

    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
        if (deflater != null) {
            deflater.end();
        }
    }
}
