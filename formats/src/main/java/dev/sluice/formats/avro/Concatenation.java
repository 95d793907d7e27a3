package dev.sluice.formats.avro;

import dev.sluice.formats.FileRange;
import dev.sluice.formats.InputFile;
import dev.sluice.spi.text.ByteSink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Appends the blocks of files to each other, as they are, under the header of the first. */
final class Concatenation {
    private Concatenation() {}

    static void write(List<InputFile> parts, OutputStream out) throws IOException {
        AvroFile first = AvroFile.open(parts.getFirst());
        byte[] header = new byte[Math.toIntExact(first.end())];
        parts.getFirst().readFully(0, header, 0, header.length);
        out.write(header);
        ByteSink head = new ByteSink(20);
        for (InputFile part : parts) {
            BlockReader blocks = new BlockReader(part, AvroFile.open(part), new FileRange(0, part.length()));
            while (blocks.next()) {
                head.clear();
                Varints.write(head, blocks.count());
                Varints.write(head, blocks.size());
                out.write(head.array(), 0, head.length());
                out.write(blocks.bytes(), blocks.data(), blocks.size());
                out.write(first.sync());
            }
        }
    }
}
