package dev.sluice.connectors.storage;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Any text as the name of one file or folder: what a storage could misread is percent-encoded, as UTF-8. */
final class EncodedName {
    /** What a file system refuses or a path takes for something else. */
    private static final String UNSAFE = "/\\%:*?\"<>|";

    private EncodedName() {}

    /** A name that is neither hidden nor has a meaning of its own. */
    static String encode(String text) {
        return encode(text, "");
    }

    /**
     * @param more further characters to encode
     */
    static String encode(String text, String more) {
        StringBuilder name = new StringBuilder();
        for (int codePoint : text.codePoints().toArray()) {
            boolean leading = name.isEmpty() && (codePoint == '.' || codePoint == '_');
            boolean unsafe = codePoint < ' '
                    || codePoint == 0x7F
                    || UNSAFE.indexOf(codePoint) >= 0
                    || more.indexOf(codePoint) >= 0;
            if (leading || unsafe) {
                for (byte unit : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                    name.append(String.format("%%%02X", unit));
                }
            } else {
                name.appendCodePoint(codePoint);
            }
        }
        return name.toString();
    }

    /** The text that a name stands for; the name itself where it isn't percent-encoded UTF-8. */
    static String decode(String name) {
        if (name.indexOf('%') < 0) {
            return name;
        }
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean encoded = bytes[i] == '%' && i + 2 < bytes.length;
            int high = encoded ? Character.digit(bytes[i + 1], 16) : -1;
            int low = encoded ? Character.digit(bytes[i + 2], 16) : -1;
            if (high >= 0 && low >= 0) {
                decoded.write(high << 4 | low);
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(decoded.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            return name;
        }
    }
}
