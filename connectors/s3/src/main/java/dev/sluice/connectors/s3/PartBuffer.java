package dev.sluice.connectors.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** The bytes of a part, in chunks that are used again for the next part. Filled by one thread, then read by others. */
final class PartBuffer {
    static final int CHUNK = 256 << 10;

    private final Deque<byte[]> free;
    private final List<byte[]> chunks = new ArrayList<>();
    private int length;

    /**
     * @param free chunks to use, which belong to the thread that fills
     */
    PartBuffer(Deque<byte[]> free) {
        this.free = free;
    }

    int length() {
        return length;
    }

    void append(byte[] bytes, int offset, int count) {
        int done = 0;
        while (done < count) {
            int used = length % CHUNK;
            if (used == 0) {
                chunks.add(free.isEmpty() ? new byte[CHUNK] : free.pop());
            }
            int now = Math.min(CHUNK - used, count - done);
            System.arraycopy(bytes, offset + done, chunks.getLast(), used, now);
            length += now;
            done += now;
        }
    }

    /**
     * Leaves the first bytes here, and moves the others to a buffer of their own.
     *
     * @param count of the first bytes: a multiple of {@link #CHUNK}
     */
    PartBuffer splitOff(int count) {
        PartBuffer rest = new PartBuffer(free);
        List<byte[]> moved = chunks.subList(count / CHUNK, chunks.size());
        rest.chunks.addAll(moved);
        rest.length = length - count;
        moved.clear();
        length = count;
        return rest;
    }

    /** All bytes, from the beginning. */
    InputStream stream() {
        List<InputStream> streams = new ArrayList<>(chunks.size());
        for (int i = 0; i < chunks.size(); i++) {
            streams.add(new ByteArrayInputStream(chunks.get(i), 0, Math.min(CHUNK, length - i * CHUNK)));
        }
        return new SequenceInputStream(Collections.enumeration(streams));
    }

    /** Gives the chunks back. */
    void release() {
        free.addAll(chunks);
        chunks.clear();
        length = 0;
    }
}
