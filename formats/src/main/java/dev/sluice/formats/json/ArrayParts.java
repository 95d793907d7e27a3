package dev.sluice.formats.json;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Puts arrays that {@link ObjectWriter} wrote together to one. */
final class ArrayParts {
    private static final int COPY_BUFFER = 1 << 18;

    private ArrayParts() {}

    static void join(List<InputFile> parts, OutputStream out) throws IOException {
        ObjectWriter.Framing framing = ObjectWriter.Framing.ARRAY;
        byte[] buffer = new byte[COPY_BUFFER];
        out.write(ascii(framing.start()));
        int empty = framing.start().length() + framing.end().length();
        boolean any = false;
        for (InputFile part : parts) {
            if (!part.isLongerThan(empty)) {
                continue;
            }
            int start = framing.start().length() + framing.first().length();
            out.write(ascii(any ? framing.next() : framing.first()));
            any = true;
            if (part.length() == InputFile.UNKNOWN_LENGTH) {
                appendAllBut(framing.end().length(), part, start, buffer, out);
            } else {
                RangeOutput.append(part, start, part.length() - framing.end().length(), buffer, out);
            }
        }
        out.write(ascii(framing.end()));
    }

    /** Appends a file whose end is only known once it is reached, without its last bytes. */
    private static void appendAllBut(int last, InputFile part, long start, byte[] buffer, OutputStream out)
            throws IOException {
        long position = start;
        int held = 0;
        for (int read = part.read(position, buffer, 0, buffer.length);
                read >= 0;
                read = part.read(position, buffer, held, buffer.length - held)) {
            position += read;
            held += read;
            if (held > last) {
                out.write(buffer, 0, held - last);
                System.arraycopy(buffer, held - last, buffer, 0, last);
                held = last;
            }
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
