package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.encoding.TextEncoding;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import dev.sluice.spi.Options;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Finds out in which encoding a file is, and shows it in UTF-8. */
final class Decoding {
    /** What to do about text that isn't UTF-8. */
    static final String SET_ENCODING = "set 'encoding' to what it is, such as windows-1252 (usual on Windows) or"
            + " iso-8859-1, or convert the file to UTF-8";

    private static final int LOOK = 1024;

    private static final byte[][] UTF_32_MARKS = {{(byte) 0xFF, (byte) 0xFE, 0, 0}, {0, 0, (byte) 0xFE, (byte) 0xFF}};

    private Decoding() {}

    /**
     * The encoding that the user set, else the one of the byte order mark, else UTF-8; never a guess, since a wrong one reads other
     * characters than were written.
     *
     * @throws ConnectorException INVALID_CONFIGURATION: there is no such encoding; MALFORMED_INPUT: the mark is that of
     *     another encoding or of UTF-32, or the text looks like UTF-16 and has no mark
     */
    static TextEncoding of(InputFile file, Options options) throws IOException {
        byte[] start = new byte[LOOK];
        start = Arrays.copyOf(start, file.readUpTo(0, start, 0, LOOK));
        if (isUtf32(start)) {
            throw malformed(file, "it is UTF-32, which can't be read; convert the file to UTF-8");
        }
        Optional<TextEncoding> marked = TextEncoding.ofByteOrderMark(start);
        Optional<TextEncoding> set = options.find(CsvOptions.ENCODING).map(Decoding::named);
        if (set.isPresent()) {
            if (marked.isPresent() && !marked.get().equals(set.get())) {
                throw malformed(
                        file,
                        "it starts with the byte order mark of " + marked.get().name() + ", and 'encoding' says "
                                + set.get().name() + "; leave 'encoding' out");
            }
            return set.get();
        }
        if (marked.isEmpty()) {
            Optional<TextEncoding> guess = TextEncoding.guessUtf16(start);
            if (guess.isPresent()) {
                throw malformed(
                        file,
                        "it looks like UTF-16 without a byte order mark; set 'encoding: "
                                + guess.get().name() + "'");
            }
        }
        return marked.orElse(TextEncoding.UTF_8);
    }

    /** Whether the mark is UTF-32's, of which the little endian one begins like UTF-16's. */
    private static boolean isUtf32(byte[] start) {
        return Arrays.stream(UTF_32_MARKS)
                .anyMatch(mark ->
                        start.length >= mark.length && Arrays.equals(start, 0, mark.length, mark, 0, mark.length));
    }

    private static TextEncoding named(String name) {
        return TextEncoding.named(name)
                .orElseThrow(() ->
                        Dialect.invalid("encoding: '" + name + "' can't be read; what can: " + TextEncoding.NAMES));
    }

    private static ConnectorException malformed(InputFile file, String problem) {
        return new ConnectorException(ErrorCode.MALFORMED_INPUT, file.name() + ", line 1 (byte 0): " + problem);
    }

    /** The file in UTF-8. Closing it ends the decoding and leaves the file open. */
    static InputFile open(InputFile file, TextEncoding encoding) {
        return encoding.equals(TextEncoding.UTF_8) ? new Unclosed(file) : encoding.decode(new Unclosed(file));
    }

    /** A file that its owner closes. */
    private record Unclosed(InputFile file) implements InputFile {
        @Override
        public String name() {
            return file.name();
        }

        @Override
        public long length() {
            return file.length();
        }

        @Override
        public boolean isLongerThan(long size) throws IOException {
            return file.isLongerThan(size);
        }

        @Override
        public int read(long position, byte[] target, int offset, int count) throws IOException {
            return file.read(position, target, offset, count);
        }

        @Override
        public void close() {
            // left to the owner
        }
    }
}
