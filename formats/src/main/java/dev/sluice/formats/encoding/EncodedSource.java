package dev.sluice.formats.encoding;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.BlockSource;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/** Makes UTF-8 of a file in another encoding, through a small buffer. Not thread-safe. */
abstract sealed class EncodedSource implements BlockSource permits SingleByteSource, Utf16Source {
    /** What one byte of input may become at most, and more than one character. */
    static final int ROOM = 8;

    private static final int BUFFER_SIZE = 64 << 10;

    private final InputFile file;
    final byte[] buffer = new byte[BUFFER_SIZE];
    int position;
    int limit;
    /** Where in the file the buffer ends. */
    private long next;

    EncodedSource(InputFile file) {
        this.file = file;
    }

    @Override
    public final int read(byte[] block) throws IOException {
        int made = 0;
        while (made <= block.length - ROOM) {
            if (limit - position < minimum() && !fill()) {
                if (position < limit) {
                    throw malformed(position, "the file ends in the middle of a character; fetch or write it again");
                }
                break;
            }
            made = decode(block, made, block.length - ROOM);
        }
        return made;
    }

    private boolean fill() throws IOException {
        int rest = limit - position;
        System.arraycopy(buffer, position, buffer, 0, rest);
        position = 0;
        limit = rest;
        int read = file.read(next, buffer, rest, buffer.length - rest);
        if (read > 0) {
            next += read;
            limit += read;
        }
        return read > 0;
    }

    /** How many bytes {@link #decode} needs to go on. */
    abstract int minimum();

    /**
     * Decodes what it can of the buffer, up to {@code most} or little more bytes of the block.
     *
     * @return where what was made ends
     */
    abstract int decode(byte[] block, int from, int most) throws IOException;

    /** The length of a line feed in this encoding, in bytes, and its bytes as a number. */
    abstract int lineFeedLength();

    abstract boolean isLineFeed(byte[] bytes, int at);

    final ConnectorException malformed(int at, String problem) throws IOException {
        long place = next - limit + at;
        return new ConnectorException(
                ErrorCode.MALFORMED_INPUT, file.name() + ", line " + line(place) + " (byte " + place + "): " + problem);
    }

    private long line(long place) throws IOException {
        long line = 1;
        byte[] block = new byte[BUFFER_SIZE];
        int step = lineFeedLength();
        for (long done = 0; done < place; ) {
            int count = file.readUpTo(done, block, 0, (int) Math.min(block.length, place - done));
            for (int i = 0; i + step <= count; i += step) {
                line += isLineFeed(block, i) ? 1 : 0;
            }
            if (count <= 0) {
                break;
            }
            done += count;
        }
        return line;
    }

    /** Writes a character in UTF-8; returns where it ends. */
    static int put(byte[] target, int at, int character) {
        int end = at;
        if (character < 0x80) {
            target[end++] = (byte) character;
        } else if (character < 0x800) {
            target[end++] = (byte) (0xC0 | character >> 6);
            target[end++] = (byte) (0x80 | character & 0x3F);
        } else if (character < 0x10000) {
            target[end++] = (byte) (0xE0 | character >> 12);
            target[end++] = (byte) (0x80 | character >> 6 & 0x3F);
            target[end++] = (byte) (0x80 | character & 0x3F);
        } else {
            target[end++] = (byte) (0xF0 | character >> 18);
            target[end++] = (byte) (0x80 | character >> 12 & 0x3F);
            target[end++] = (byte) (0x80 | character >> 6 & 0x3F);
            target[end++] = (byte) (0x80 | character & 0x3F);
        }
        return end;
    }

    @Override
    public final void close() {
        // the file is its owner's to close
    }
}
