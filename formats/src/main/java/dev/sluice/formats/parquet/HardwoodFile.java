package dev.sluice.formats.parquet;

import dev.sluice.formats.InputFile;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Our file as Hardwood wants to see it. Closing it leaves the file open: whoever opened that closes it. */
record HardwoodFile(InputFile file) implements dev.hardwood.InputFile {
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
