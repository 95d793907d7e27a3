package dev.sluice.formats.encoding;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** Makes UTF-8 of a code page. */
final class SingleByteSource extends EncodedSource {
    private final TextEncoding.SingleByte encoding;

    SingleByteSource(InputFile file, TextEncoding.SingleByte encoding) {
        super(file);
        this.encoding = encoding;
    }

    @Override
    int minimum() {
        return 1;
    }

    @Override
    int decode(byte[] block, int from, int most) throws IOException {
        int[] codePage = encoding.codePage();
        int made = from;
        int at = position;
        while (at < limit && made <= most) {
            byte next = buffer[at];
            if (next >= 0) {
                block[made++] = next;
            } else {
                int character = codePage[next & 0xFF];
                if (character < 0) {
                    throw malformed(
                            at,
                            String.format(
                                    "the byte 0x%02X is no character of %s; set 'encoding' to what the file is in",
                                    next, encoding.name()));
                }
                made = put(block, made, character);
            }
            at++;
        }
        position = at;
        return made;
    }

    @Override
    int lineFeedLength() {
        return 1;
    }

    @Override
    boolean isLineFeed(byte[] bytes, int at) {
        return bytes[at] == '\n';
    }
}
