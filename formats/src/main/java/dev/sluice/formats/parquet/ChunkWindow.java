package dev.sluice.formats.parquet;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** A window over one column of a row group that moves forward, so that pages are taken from memory. Not thread-safe. */
final class ChunkWindow implements InputFile {
    private final InputFile file;
    private final int size;
    private byte[] bytes = new byte[0];
    private long start;
    private int length;
    /** Where the column ends. */
    private long end;

    /**
     * @param size how much to read at a time; more only where a page is larger
     */
    ChunkWindow(InputFile file, int size) {
        this.file = file;
        this.size = size;
    }

    /** Goes to another column. */
    void open(long chunkStart, long chunkEnd) {
        start = chunkStart;
        end = chunkEnd;
        length = 0;
    }

    /** The bytes that the window holds; where a position lies among them, says {@link #find}. */
    byte[] bytes() {
        return bytes;
    }

    /** Makes sure that {@code count} bytes from a position are there, which lie in the column; returns where. */
    int find(long position, int count) throws IOException {
        if (position < start || position + count > start + length) {
            load(position, count);
        }
        return (int) (position - start);
    }

    private void load(long position, int count) throws IOException {
        int wanted = (int) Math.max(count, Math.min(size, end - position));
        int kept = position >= start && position < start + length ? (int) (start + length - position) : 0;
        int from = length - kept;
        byte[] target = bytes;
        if (bytes.length < wanted) {
            target = SpareBytes.take(wanted);
        }
        System.arraycopy(bytes, from, target, 0, kept);
        if (target != bytes) {
            SpareBytes.give(bytes);
            bytes = target;
        }
        start = position;
        length = kept;
        file.readFully(position + kept, bytes, kept, wanted - kept);
        length = wanted;
    }

    /** Lets go of a buffer that one large page has blown up. */
    void trim() {
        if (bytes.length > 2L * size) {
            close();
        }
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position >= end) {
            return -1;
        }
        int available = (int) Math.min(count, end - position);
        int at = find(position, available);
        System.arraycopy(bytes, at, target, offset, available);
        return available;
    }

    /** Lets go of the buffer; the file isn't ours to close. */
    @Override
    public void close() {
        SpareBytes.give(bytes);
        bytes = new byte[0];
        length = 0;
    }
}
