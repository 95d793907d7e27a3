package dev.sluice.connectors.file;

import dev.sluice.connectors.storage.StoredFile;
import dev.sluice.formats.InputFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of the local file system, read at positions. */
final class LocalInputFile implements InputFile {
    /** A read goes through memory outside the heap, which each thread keeps: as much as its largest read took. */
    private static final int LARGEST_READ = 256 << 10;

    private final StoredFile file;
    private final FileChannel channel;

    LocalInputFile(StoredFile file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(Path.of(file.path()), StandardOpenOption.READ);
    }

    @Override
    public String name() {
        return file.path();
    }

    @Override
    public long length() {
        return file.size();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(target, offset, Math.min(count, LARGEST_READ)), position);
    }

    /** Appends bytes {@code start} to {@code end}, exclusive, to another file, without a copy in this process. */
    void transferTo(long start, long end, FileChannel target) throws IOException {
        for (long position = start; position < end; ) {
            long moved = channel.transferTo(position, end - position, target);
            if (moved == 0) {
                throw new EOFException(
                        file.path() + ": the file ends at byte " + position + ", " + (end - position) + " bytes early");
            }
            position += moved;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
