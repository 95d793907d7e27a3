package dev.sluice.formats.parquet;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/**
 * A file of which a part can be kept in memory: a row group, whose columns are read side by side, or its footer. Not
 * thread-safe.
 */
final class RowGroupFile implements InputFile {
    private final InputFile file;
    private byte[] kept = new byte[0];
    private long start;
    private int length;

    RowGroupFile(InputFile file) {
        this.file = file;
    }

    /** Reads a part, and keeps it until the next one. */
    void keep(long from, int count) throws IOException {
        length = 0;
        if (kept.length < count) {
            kept = new byte[count];
        }
        file.readFully(from, kept, 0, count);
        start = from;
        length = count;
    }

    /** The part; it may be longer than that was. */
    byte[] kept() {
        return kept;
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
    public boolean isRemote() {
        return file.isRemote();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position < start || position >= start + length) {
            return file.read(position, target, offset, count);
        }
        int available = (int) Math.min(count, start + length - position);
        System.arraycopy(kept, (int) (position - start), target, offset, available);
        return available;
    }

    @Override
    public void close() {
        // the file isn't ours to close
    }
}
