package dev.sluice.formats.compress;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Runs a source in a thread of its own, a few blocks ahead of whoever takes them, so that decompressing and parsing go on
 * side by side.
 */
final class ReadAhead implements Closeable {
    static final int BLOCK_BYTES = 256 << 10;

    private static final int BLOCKS_AHEAD = 4;

    /**
     * Some bytes.
     *
     * @param length how many of {@code bytes} count; 0 at the end
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Block(byte[] bytes, int length) {}

    /** Makes a source that starts at the beginning. */
    interface Opener {
        BlockSource open() throws IOException;
    }

    private final Deque<Block> ready = new ArrayDeque<>();
    private final Deque<byte[]> free = new ArrayDeque<>();
    private Throwable failure;
    private boolean closed;

    ReadAhead(String name, Opener opener) {
        Thread thread = new Thread(() -> run(opener), "decompress " + name);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Opener opener) {
        try (BlockSource source = opener.open()) {
            Block block;
            do {
                byte[] bytes = room();
                if (bytes == null) {
                    return;
                }
                block = new Block(bytes, source.read(bytes));
                put(block);
            } while (block.length() > 0);
        } catch (IOException | RuntimeException | Error e) {
            fail(e);
        }
    }

    /** Waits until a block may be filled; null once nobody wants it any more. */
    private synchronized byte[] room() {
        while (!closed && ready.size() >= BLOCKS_AHEAD) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        return closed ? null : free.isEmpty() ? new byte[BLOCK_BYTES] : free.pop();
    }

    private synchronized void put(Block block) {
        ready.add(block);
        notifyAll();
    }

    private synchronized void fail(Throwable problem) {
        failure = problem;
        notifyAll();
    }

    /**
     * The next block; what the source failed with comes after the blocks it made before.
     *
     * @throws IOException also RuntimeException and Error, as the source threw them
     */
    synchronized Block take() throws IOException, InterruptedException {
        while (ready.isEmpty() && failure == null) {
            wait();
        }
        Block block = ready.poll();
        notifyAll();
        if (block != null) {
            return block;
        }
        switch (failure) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> throw new IllegalStateException(failure);
        }
    }

    /** Gives back a block that isn't looked at any more. */
    synchronized void recycle(byte[] bytes) {
        if (free.size() < BLOCKS_AHEAD) {
            free.push(bytes);
        }
    }

    /** Ends the thread, at the latest when its source has made the block it is at. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
