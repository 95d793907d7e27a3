package dev.sluice.formats.compress;

import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.List;

/**
 * A file whose bytes are made by a {@link BlockSource}, read forward. The beginning is kept, since the head of a file is
 * looked at before it is read; going back to anything later makes all bytes again.
 */
public final class SequentialFile implements InputFile {
    /** As many blocks of the beginning are kept. */
    private static final int HEAD_BLOCKS = 2;

    private final InputFile origin;
    private final ReadAhead.Opener opener;
    private final List<ReadAhead.Block> head = new ArrayList<>();
    private ReadAhead ahead;
    private ReadAhead.Block block;
    /** Where {@link #block} starts. */
    private long start;

    private int blocks;

    private SequentialFile(InputFile origin, ReadAhead.Opener opener) {
        this.origin = origin;
        this.opener = opener;
    }

    /**
     * The bytes that a decoder makes of another file's. Closing it closes that one.
     *
     * @param decoder called anew whenever reading starts again; called in, and used by, another thread
     */
    public static InputFile decoding(InputFile origin, Decoder decoder) {
        return new SequentialFile(origin, () -> decoder.open(origin));
    }

    /** Opens a source of bytes over a file, at its beginning. */
    public interface Decoder {
        BlockSource open(InputFile file) throws IOException;
    }

    @Override
    public String name() {
        return origin.name();
    }

    @Override
    public long length() {
        return UNKNOWN_LENGTH;
    }

    @Override
    public synchronized int read(long position, byte[] target, int offset, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        int kept = (int) Math.min(head.size(), position / ReadAhead.BLOCK_BYTES);
        if (kept < head.size()
                && position - (long) kept * ReadAhead.BLOCK_BYTES
                        < head.get(kept).length()) {
            return copy(head.get(kept), (long) kept * ReadAhead.BLOCK_BYTES, position, target, offset, count);
        }
        moveTo(position);
        return block.length() == 0 ? -1 : copy(block, start, position, target, offset, count);
    }

    private static int copy(ReadAhead.Block from, long start, long position, byte[] target, int offset, int count) {
        int at = (int) (position - start);
        int copied = Math.min(count, from.length() - at);
        System.arraycopy(from.bytes(), at, target, offset, copied);
        return copied;
    }

    /** Makes {@link #block} the one that holds a position, or the empty one after the last. */
    private void moveTo(long position) throws IOException {
        if (block == null || position < start) {
            restart();
        }
        while (block.length() > 0 && position >= start + block.length()) {
            start += block.length();
            if (blocks > HEAD_BLOCKS) {
                ahead.recycle(block.bytes());
            }
            take();
        }
    }

    private void restart() throws IOException {
        close(ahead);
        ahead = new ReadAhead(origin.name(), opener);
        start = 0;
        blocks = 0;
        take();
    }

    private void take() throws IOException {
        try {
            block = ahead.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosedByInterruptException();
        }
        blocks++;
        if (blocks <= HEAD_BLOCKS && blocks > head.size() && block.length() > 0) {
            head.add(block);
        }
    }

    private static void close(ReadAhead ahead) {
        if (ahead != null) {
            ahead.close();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (this) {
            close(ahead);
            head.clear();
        }
        origin.close();
    }
}
