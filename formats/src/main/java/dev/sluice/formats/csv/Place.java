package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/** Says where in a file something is wrong. Lines are counted only then, from the start of the file. */
final class Place {
    private static final int BLOCK = 1 << 20;

    private Place() {}

    static ConnectorException malformed(InputFile file, long position, String message) throws IOException {
        return error(ErrorCode.MALFORMED_INPUT, file, position, message);
    }

    static ConnectorException error(ErrorCode code, InputFile file, long position, String message) throws IOException {
        return new ConnectorException(
                code, file.name() + ", line " + line(file, position) + " (byte " + position + "): " + message);
    }

    /** The line, from 1, that a byte lies in. */
    static long line(InputFile file, long position) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, position) + Swar.SLACK];
        long line = 1;
        long pattern = Swar.repeat((byte) '\n');
        for (long done = 0; done < position; ) {
            int count = (int) Math.min(block.length - Swar.SLACK, position - done);
            file.readFully(done, block, 0, count);
            Swar.store(block, count, 0);
            for (int i = 0; i < count; i += Long.BYTES) {
                line += Long.bitCount(Swar.matches(Swar.load(block, i), pattern));
            }
            done += count;
        }
        return line;
    }
}
