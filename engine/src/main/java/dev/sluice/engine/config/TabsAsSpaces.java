package dev.sluice.engine.config;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/** JSON whose tabs are spaces: YAML takes none for indentation, and JSON has none in its texts. */
final class TabsAsSpaces extends FilterReader {
    TabsAsSpaces(Reader in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        return read == '\t' ? ' ' : read;
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        for (int i = offset; i < offset + read; i++) {
            if (buffer[i] == '\t') {
                buffer[i] = ' ';
            }
        }
        return read;
    }
}
