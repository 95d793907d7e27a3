package dev.sluice.formats.encoding;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.compress.SequentialFile;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** How the characters of a text file are written as bytes. */
public sealed interface TextEncoding {
    /** What may be written for the option {@code encoding}. */
    String NAMES = "utf-8, utf-16le, utf-16be, iso-8859-1 (latin1), windows-1252, or another code page of one byte per"
            + " character that extends ASCII";

    TextEncoding UTF_8 = new Utf8();
    TextEncoding UTF_16LE = new Utf16(false);
    TextEncoding UTF_16BE = new Utf16(true);

    /** The usual name, in lower case. */
    String name();

    /** The file's characters in UTF-8, where they aren't; such a file is read forward only. */
    InputFile decode(InputFile file);

    /** UTF-8, with or without a byte order mark. */
    record Utf8() implements TextEncoding {
        @Override
        public String name() {
            return "utf-8";
        }

        @Override
        public InputFile decode(InputFile file) {
            return file;
        }
    }

    /** UTF-16, with or without a byte order mark. */
    record Utf16(boolean bigEndian) implements TextEncoding {
        @Override
        public String name() {
            return bigEndian ? "utf-16be" : "utf-16le";
        }

        @Override
        public InputFile decode(InputFile file) {
            return SequentialFile.decoding(file, origin -> new Utf16Source(origin, bigEndian));
        }
    }

    /**
     * One byte for each character.
     *
     * @param codePage the character of each byte, -1 where it has none; the first 128 are those of ASCII
     */
    @SuppressWarnings("ArrayRecordComponent")
    record SingleByte(String name, int[] codePage) implements TextEncoding {
        @Override
        public InputFile decode(InputFile file) {
            return SequentialFile.decoding(file, origin -> new SingleByteSource(origin, this));
        }
    }

    /** The encoding of a name, upper or lower case; empty where there is none of one that can be read. */
    static Optional<TextEncoding> named(String name) {
        String charset = name.strip().toLowerCase(Locale.ROOT);
        return switch (charset) {
            case "utf-8", "utf8" -> Optional.of(UTF_8);
            case "utf-16le", "utf16le" -> Optional.of(UTF_16LE);
            case "utf-16be", "utf16be" -> Optional.of(UTF_16BE);
            case "latin-1" -> singleByte("latin1");
            default -> charset.isEmpty() ? Optional.empty() : singleByte(charset);
        };
    }

    private static Optional<TextEncoding> singleByte(String name) {
        try {
            Charset charset = Charset.forName(name);
            int[] codePage = new int[256];
            for (int i = 0; i < codePage.length; i++) {
                codePage[i] = character(charset, (byte) i);
                if (i < 128 && codePage[i] != i) {
                    return Optional.empty();
                }
            }
            boolean hasMore = java.util.Arrays.stream(codePage, 128, 256).anyMatch(character -> character >= 0);
            return hasMore || charset.equals(StandardCharsets.US_ASCII)
                    ? Optional.of(new SingleByte(charset.name().toLowerCase(Locale.ROOT), codePage))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int character(Charset charset, byte value) {
        try {
            CharBuffer decoded = charset.newDecoder().decode(ByteBuffer.wrap(new byte[] {value}));
            return decoded.length() == 1 ? decoded.charAt(0) : -1;
        } catch (CharacterCodingException e) {
            return -1;
        }
    }

    /** The encoding whose byte order mark a file starts with. */
    static Optional<TextEncoding> ofByteOrderMark(byte[] start) {
        if (startsWith(start, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(UTF_8);
        }
        return startsWith(start, 0xFF, 0xFE)
                ? Optional.of(UTF_16LE)
                : startsWith(start, 0xFE, 0xFF) ? Optional.of(UTF_16BE) : Optional.empty();
    }

    private static boolean startsWith(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.length || (bytes[i] & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * The kind of UTF-16 that a text without a mark is in by its looks: every other byte is 0 in most of its first characters, as
     * it is in Western text.
     */
    static Optional<TextEncoding> guessUtf16(byte[] start) {
        int pairs = Math.min(start.length, 1024) / 2;
        int lowZeros = 0;
        int highZeros = 0;
        for (int i = 0; i < pairs; i++) {
            highZeros += start[2 * i] == 0 ? 1 : 0;
            lowZeros += start[2 * i + 1] == 0 ? 1 : 0;
        }
        boolean clear = pairs > 1 && Math.max(lowZeros, highZeros) * 2 > pairs && Math.min(lowZeros, highZeros) == 0;
        return clear ? Optional.of(lowZeros > 0 ? UTF_16LE : UTF_16BE) : Optional.empty();
    }
}
