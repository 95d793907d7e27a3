package dev.sluice.formats.parquet;

import dev.sluice.formats.InputFile;
import dev.sluice.formats.RangeOutput;
import dev.sluice.spi.ConnectorException;
import dev.sluice.spi.ErrorCode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Puts files one after the other: row groups are copied as they are, and one footer refers to all of them. */
final class Concatenation {
    private static final int BUFFER_BYTES = 1 << 20;

    private Concatenation() {}

    static void write(List<InputFile> parts, OutputStream out) throws IOException {
        Footer merged = null;
        long position = Footer.MAGIC.length;
        byte[] buffer = new byte[BUFFER_BYTES];
        out.write(Footer.MAGIC);
        for (InputFile part : parts) {
            Footer footer = Footer.read(part);
            if (merged == null) {
                merged = footer.emptied();
            } else if (!merged.hasSameSchema(footer)) {
                throw new ConnectorException(
                        ErrorCode.INCOMPATIBLE_SCHEMA,
                        part.name() + " has other columns than "
                                + parts.getFirst().name() + ", so that they can't become one file");
            }
            RangeOutput.append(part, Footer.MAGIC.length, footer.start(), buffer, out);
            merged.addAll(footer, position - Footer.MAGIC.length);
            position += footer.start() - Footer.MAGIC.length;
        }
        if (merged == null) {
            throw new IllegalArgumentException("there are no parts to concatenate");
        }
        merged.writeTo(out);
    }
}
