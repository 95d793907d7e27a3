package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.ReadOnceException;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;

/**
 * Says where in a file something is wrong. Lines are counted only then, from the start of the file.
 *
 * @param lineEnd the last byte of a line
 */
record Place(InputFile file, byte lineEnd) {
    private static final int BLOCK = 1 << 20;

    ConnectorException malformed(long position, String message) throws IOException {
        return error(ErrorCode.MALFORMED_INPUT, position, message);
    }

    ConnectorException error(ErrorCode code, long position, String message) throws IOException {
        String of = file.length() == InputFile.UNKNOWN_LENGTH ? " of its text" : "";
        String at = "byte " + position + of;
        try {
            at = "line " + line(position) + " (" + at + ")";
        } catch (ReadOnceException e) {
            // what comes before is gone, and its lines can't be counted
        }
        return new ConnectorException(code, file.name() + ", " + at + ": " + message);
    }

    /** The line, from 1, that a byte lies in. */
    private long line(long position) throws IOException {
        byte[] block = new byte[(int) Math.min(BLOCK, position) + Swar.SLACK];
        long line = 1;
        long pattern = Swar.repeat(lineEnd);
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
