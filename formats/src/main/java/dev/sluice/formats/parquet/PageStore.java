package dev.sluice.formats.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds the pages of a row group until it is written, in blocks that are used again: by the next row group, and by the
 * process's next writer. Not thread-safe; closing gives the blocks back.
 */
final class PageStore implements AutoCloseable {
    private static final int BLOCK_BYTES = 128 << 10;

    private final List<byte[]> blocks = new ArrayList<>();
    private long length;

    /** Where the next page will start. */
    long position() {
        return length;
    }

    void append(byte[] source, int from, int count) {
        int done = 0;
        while (done < count) {
            int block = (int) (length / BLOCK_BYTES);
            int offset = (int) (length % BLOCK_BYTES);
            if (block == blocks.size()) {
                blocks.add(SpareBytes.take(BLOCK_BYTES));
            }
            int part = Math.min(count - done, BLOCK_BYTES - offset);
            System.arraycopy(source, from + done, blocks.get(block), offset, part);
            done += part;
            length += part;
        }
    }

    void writeTo(OutputStream out, PageSink.Page page) throws IOException {
        long position = page.position();
        long end = position + page.length();
        while (position < end) {
            int offset = (int) (position % BLOCK_BYTES);
            int part = (int) Math.min(end - position, BLOCK_BYTES - offset);
            out.write(blocks.get((int) (position / BLOCK_BYTES)), offset, part);
            position += part;
        }
    }

    /** Forgets the pages and keeps the blocks. */
    void clear() {
        length = 0;
    }

    @Override
    public void close() {
        blocks.forEach(SpareBytes::give);
        blocks.clear();
        length = 0;
    }
}
