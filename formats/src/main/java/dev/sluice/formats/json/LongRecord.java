package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.util.Arrays;

/** Makes room for a record that is longer than the buffer it is read into, as far as there is memory. */
final class LongRecord {
    private LongRecord() {}

    /**
     * The bytes in a larger array.
     *
     * @param what the record is, such as a line
     * @param position where in the file it starts
     */
    static byte[] grow(byte[] bytes, int newSize, InputFile file, String what, long position) {
        try {
            return Arrays.copyOf(bytes, newSize);
        } catch (OutOfMemoryError e) {
            throw new ConnectorException(
                    ErrorCode.OUT_OF_MEMORY,
                    file.name() + ": the " + what + " at byte " + position + " has more than " + bytes.length
                            + " bytes, too many for the memory there is; raise --max-memory if that is meant",
                    e);
        }
    }
}
