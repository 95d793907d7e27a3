package dev.sluice.formats.compress;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.InputStream;

/** The compressed bytes of a file, from its beginning, and where in it they lie. Not thread-safe. */
final class CompressedInput extends InputStream {
    static final int BUFFER_BYTES = 64 << 10;

    private final InputFile file;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    /** Where in the file the buffer ends. */
    private long next;

    CompressedInput(InputFile file) {
        this.file = file;
    }

    byte[] buffer() {
        return buffer;
    }

    /** Where in {@link #buffer()} the next byte lies. */
    int index() {
        return position;
    }

    /** How many bytes of {@link #buffer()} follow. */
    int available(boolean fill) throws IOException {
        if (fill && position == limit) {
            int read = file.read(next, buffer, 0, buffer.length);
            position = 0;
            limit = Math.max(0, read);
            next += limit;
        }
        return limit - position;
    }

    void skipBuffered(int count) {
        position += count;
    }

    /** Where in the file the next byte lies. */
    long position() {
        return next - (limit - position);
    }

    @Override
    public int read() throws IOException {
        return available(true) == 0 ? -1 : buffer[position++] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int count) throws IOException {
        int copied = Math.min(count, available(true));
        System.arraycopy(buffer, position, target, offset, copied);
        position += copied;
        return copied == 0 && count > 0 ? -1 : copied;
    }

    ConnectorException malformed(long at, String problem) {
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT, file.name() + ", byte " + at + " of the compressed file: " + problem);
    }
}
