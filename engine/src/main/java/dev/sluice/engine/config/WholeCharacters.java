package dev.sluice.engine.config;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text of which no read ends within a character of two chars. The YAML parser fails where its buffer ends with the first of
 * them.
 */
final class WholeCharacters extends FilterReader {
    private int held = -1;

    WholeCharacters(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (length < 2) {
            return readOne(buffer, offset, length);
        }
        int read = 0;
        if (held >= 0) {
            buffer[offset] = (char) held;
            held = -1;
            read = 1;
        }
        int more = in.read(buffer, offset + read, length - read);
        if (more < 0) {
            return read == 0 ? -1 : read;
        }
        read += more;
        if (read > 1 && Character.isHighSurrogate(buffer[offset + read - 1])) {
            held = buffer[offset + read - 1];
            read--;
        }
        return read;
    }

    private int readOne(char[] buffer, int offset, int length) throws IOException {
        if (length == 0 || held < 0) {
            return in.read(buffer, offset, length);
        }
        buffer[offset] = (char) held;
        held = -1;
        return 1;
    }
}
