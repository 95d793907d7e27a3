package dev.sluice.formats.compress;

import com.github.luben.zstd.RecyclingBufferPool;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.io.InputStream;

/** Decompresses zstd files: one or more frames, each checked against its checksum where it has one. */
final class ZstdSource implements BlockSource {
    private final CompressedInput in;
    private final InputStream frames;

    ZstdSource(InputFile file) throws IOException {
        this.in = new CompressedInput(file);
        if (in.available(true) == 0) {
            throw in.malformed(0, "the file is empty, without even a zstd header; fetch or write it again");
        }
        this.frames = new ZstdInputStreamNoFinalizer(in, RecyclingBufferPool.INSTANCE);
    }

    @Override
    public int read(byte[] block) throws IOException {
        int made = 0;
        try {
            while (made < block.length) {
                int read = frames.read(block, made, block.length - made);
                if (read < 0) {
                    break;
                }
                made += read;
            }
        } catch (ZstdIOException e) {
            // the library takes in some bytes at a time, and doesn't say at which of them it gave up
            long to = in.position();
            long from = Math.max(0, to - CompressedInput.BUFFER_BYTES);
            throw in.malformed(
                    from,
                    "the zstd data is damaged or cut off at or after this byte, before byte " + to + " ("
                            + e.getMessage() + "); fetch or write the file again");
        }
        return made;
    }

    @Override
    public void close() throws IOException {
        frames.close();
    }
}
