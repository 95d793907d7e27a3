package dev.sluice.connectors.s3;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** A part of a file, of which only what isn't in the file's upload can be read. */
record S3PartFile(InputFile rest, Placed placed) implements InputFile {
    @Override
    public String name() {
        return rest.name();
    }

    @Override
    public long length() {
        return rest.length() + placed.length();
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (position >= placed.end()) {
            return rest.read(position - placed.length(), target, offset, count);
        }
        if (position >= placed.start()) {
            throw new IOException(name() + ": byte " + position + " was uploaded to where it can't be read");
        }
        return rest.read(position, target, offset, (int) Math.min(count, placed.start() - position));
    }

    @Override
    public void close() throws IOException {
        rest.close();
    }
}
