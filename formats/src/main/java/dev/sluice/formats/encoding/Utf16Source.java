package dev.sluice.formats.encoding;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** Makes UTF-8 of UTF-16. */
final class Utf16Source extends EncodedSource {
    private final int high;
    private final int low;

    Utf16Source(InputFile file, boolean bigEndian) {
        super(file);
        this.high = bigEndian ? 0 : 1;
        this.low = bigEndian ? 1 : 0;
    }

    @Override
    int minimum() {
        return position + 2 <= limit && isHighSurrogate(unit(buffer, position)) ? 4 : 2;
    }

    private int unit(byte[] bytes, int at) {
        return (bytes[at + high] & 0xFF) << 8 | bytes[at + low] & 0xFF;
    }

    private static boolean isHighSurrogate(int unit) {
        return Character.isHighSurrogate((char) unit);
    }

    @Override
    int decode(byte[] block, int from, int most) throws IOException {
        int made = from;
        while (position + 2 <= limit && made <= most) {
            int character = unit(buffer, position);
            int length = 2;
            if (Character.isSurrogate((char) character)) {
                if (isHighSurrogate(character) && position + 4 > limit) {
                    break;
                }
                int second = isHighSurrogate(character) ? unit(buffer, position + 2) : 0;
                if (!Character.isLowSurrogate((char) second)) {
                    throw malformed(
                            position,
                            String.format(
                                    "the surrogate 0x%04X stands alone, which UTF-16 forbids; set 'encoding' to what"
                                            + " the file is in",
                                    character));
                }
                character = Character.toCodePoint((char) character, (char) second);
                length = 4;
            }
            made = put(block, made, character);
            position += length;
        }
        return made;
    }

    @Override
    int lineFeedLength() {
        return 2;
    }

    @Override
    boolean isLineFeed(byte[] bytes, int at) {
        return unit(bytes, at) == '\n';
    }
}
