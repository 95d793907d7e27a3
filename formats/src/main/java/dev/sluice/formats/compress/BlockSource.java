package dev.sluice.formats.compress;

import java.io.Closeable;
import java.io.IOException;

/** Makes bytes one after the other, in blocks. Not thread-safe. */
public interface BlockSource extends Closeable {
    /**
     * Fills a block, or as much of it as there are bytes left.
     *
     * @return how many bytes were made; 0 at the end
     */
    int read(byte[] block) throws IOException;
}
