package dev.sluice.engine.config;

import java.io.IOException;
import java.io.Reader;

/**
 * Text of which no read ends within a character of two chars, unless it asks for a single one. The YAML parser fails where its
 * buffer ends with the first of them.
 */
final class WholeCharacters extends Reader {
    private static final int NONE = -1;

    private final Reader in;
    private int held = NONE;

    WholeCharacters(Reader in) {
        this.in = in;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = 0;
        if (held != NONE && length > 0) {
            buffer[offset] = (char) held;
            held = NONE;
            read = 1;
        }
        if (read == length) {
            return read;
        }
        int more = in.read(buffer, offset + read, length - read);
        if (more < 0) {
            return read == 0 ? more : read;
        }
        read += more;
        if (read > 1 && Character.isHighSurrogate(buffer[offset + read - 1])) {
            held = buffer[offset + read - 1];
            read--;
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
