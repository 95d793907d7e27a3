package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.util.zip.CRC32;

/** Looks through all pages of one column in one row group, to find what is wrong with them. */
record ChunkPages(InputFile file, ColumnChunk chunk) {
    private static final int STEP_BYTES = 64 << 10;

    /**
     * @throws DamagedPageException for the first page that isn't as it should be
     */
    void check() throws IOException {
        PageWalk walk = new PageWalk(file, chunk);
        while (!walk.isDone()) {
            PageWalk.Page page = walk.next();
            walk.pass(page);
            if (page.header().isSetCrc() && page.header().getCrc() != checksum(page.body(), page.size())) {
                throw new DamagedPageException(page.describe() + " is damaged: its checksum is another one");
            }
        }
        walk.end();
    }

    private int checksum(long body, int size) throws IOException {
        CRC32 crc = new CRC32();
        byte[] bytes = new byte[Math.min(size, STEP_BYTES)];
        for (int done = 0; done < size; ) {
            int count = Math.min(bytes.length, size - done);
            file.readFully(body + done, bytes, 0, count);
            crc.update(bytes, 0, count);
            done += count;
        }
        return (int) crc.getValue();
    }
}
