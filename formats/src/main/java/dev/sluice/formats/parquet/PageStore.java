package dev.sluice.formats.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Holds the pages of a row group until it is written, in blocks that are used again: by the next row group, and by the
 * process's next writer. A row group lives long enough for the collector to move it to the old generation, so that blocks
 * made anew for each would fill the heap, however little of it is in use at once. Not thread-safe; closing gives the blocks
 * back.
 */
final class PageStore implements AutoCloseable {
    private static final int BLOCK_BYTES = 128 << 10;
    /** Blocks that no writer uses, which the collector may take where memory is short. */
    private static final ConcurrentLinkedQueue<SoftReference<byte[]>> FREE = new ConcurrentLinkedQueue<>();

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
                blocks.add(newBlock());
            }
            int part = Math.min(count - done, BLOCK_BYTES - offset);
            System.arraycopy(source, from + done, blocks.get(block), offset, part);
            done += part;
            length += part;
        }
    }

    private static byte[] newBlock() {
        for (SoftReference<byte[]> free = FREE.poll(); free != null; free = FREE.poll()) {
            byte[] block = free.get();
            if (block != null) {
                return block;
            }
        }
        return new byte[BLOCK_BYTES];
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
        for (byte[] block : blocks) {
            FREE.add(new SoftReference<>(block));
        }
        blocks.clear();
        length = 0;
    }
}
