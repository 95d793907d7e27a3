package dev.sluice.formats.parquet;

import dev.hardwood.metadata.ColumnChunk;
import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Our file as Hardwood wants to see it. Closing it leaves the file open: whoever opened that closes it.
 *
 * <p>Pages are looked at on their way, before Hardwood has them: it never comes back from a page that says it is longer than
 * its column.
 */
final class HardwoodFile implements dev.hardwood.InputFile {
    private final InputFile file;
    private final ConcurrentSkipListMap<Long, PageWalk> columns = new ConcurrentSkipListMap<>();

    HardwoodFile(InputFile file) {
        this.file = file;
    }

    /** Says which columns are about to be read. */
    void follow(List<ColumnChunk> chunks) {
        columns.clear();
        chunks.forEach(chunk -> columns.put(chunk.chunkStartOffset(), new PageWalk(file, chunk)));
    }

    @Override
    public void open() {
        // it is open
    }

    @Override
    public ByteBuffer readRange(long offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > file.length() - length) {
            throw new IOException("the file says there are " + length + " bytes at byte " + offset
                    + ", but it ends at byte " + file.length());
        }
        byte[] bytes = new byte[length];
        try {
            file.readFully(offset, bytes, 0, length);
            Map.Entry<Long, PageWalk> first = columns.floorEntry(offset);
            for (PageWalk column : columns.subMap(first == null ? offset : first.getKey(), offset + length)
                    .values()) {
                column.follow(offset, bytes);
            }
        } catch (DamagedPageException e) {
            throw e;
        } catch (IOException e) {
            throw new StorageException(e);
        }
        return ByteBuffer.wrap(bytes);
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public void close() {
        // not ours to close
    }
}
