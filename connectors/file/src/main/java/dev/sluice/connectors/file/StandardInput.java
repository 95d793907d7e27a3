package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.InputFile;
import dev.sluice.formats.ReadOnceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.Arrays;

/**
 * Standard input as a file that is read once, forward. Its beginning is kept, so that columns can be inferred from it before
 * it is read; what lies behind that is gone once it was read. One for the process, since there is one standard input.
 */
final class StandardInput implements InputFile {
    /** What stands for standard input where a path is expected. */
    static final String PATH = "-";

    private static final String NAME = "stdin";
    private static final int HEAD_BYTES = 8 << 20;

    private final ReadableByteChannel channel;
    private byte[] head = new byte[64 << 10];
    private int headLength;
    /** How much was read so far. */
    private long end;

    private boolean ended;

    /**
     * @param channel where the bytes come from; its reads end when their thread is interrupted
     */
    StandardInput(ReadableByteChannel channel) {
        this.channel = channel;
    }

    /** What is known of standard input before it is read. */
    static StoredFile file() {
        return new StoredFile(NAME, 0, "", Instant.EPOCH);
    }

    static boolean is(StoredFile file) {
        return file.equals(file());
    }

    @Override
    public String name() {
        return NAME;
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
        while (position >= end && !ended) {
            if (position == end && end >= HEAD_BYTES) {
                return readOn(target, offset, count);
            }
            fillHead();
        }
        if (position < headLength) {
            int copied = (int) Math.min(count, headLength - position);
            System.arraycopy(head, (int) position, target, offset, copied);
            return copied;
        }
        if (position >= end) {
            return -1;
        }
        throw new ReadOnceException("it can be read only once, and byte " + position + " is wanted again after byte "
                + end + " was read; read from a file instead, or leave out 'infer: all' if it is set");
    }

    private int readOn(byte[] target, int offset, int count) throws IOException {
        int read = channel.read(ByteBuffer.wrap(target, offset, count));
        ended = read < 0;
        end += Math.max(0, read);
        return read;
    }

    private void fillHead() throws IOException {
        if (headLength == HEAD_BYTES) {
            throw new ReadOnceException("it can be read only once, and more than its first " + HEAD_BYTES
                    + " bytes are to be looked at before it is read; leave out 'infer: all', or read from a"
                    + " file");
        }
        if (headLength == head.length) {
            head = Arrays.copyOf(head, Math.min(HEAD_BYTES, 4 * head.length));
        }
        int read = channel.read(ByteBuffer.wrap(head, headLength, head.length - headLength));
        ended = read < 0;
        headLength += Math.max(0, read);
        end = headLength;
    }

    /** Standard input stays open for the next one who reads it. */
    @Override
    public void close() {
        // others read on
    }
}
