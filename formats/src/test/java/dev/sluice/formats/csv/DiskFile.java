package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A local file to read from. */
record DiskFile(Path path, FileChannel channel, long length) implements InputFile {
    static DiskFile open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path);
        return new DiskFile(path, channel, channel.size());
    }

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        return channel.read(ByteBuffer.wrap(target, offset, count), position);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
