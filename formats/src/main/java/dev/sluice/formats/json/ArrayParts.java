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
        boolean any = false;
        for (InputFile part : parts) {
            long position = framing.start().length();
            long end = part.length() - framing.end().length();
            if (position >= end) {
                continue;
            }
            position += framing.first().length();
            out.write(ascii(any ? framing.next() : framing.first()));
            any = true;
            RangeOutput.append(part, position, end, buffer, out);
        }
        out.write(ascii(framing.end()));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
