package dev.sluice.formats.csv;

import dev.sluice.formats.InputFile;
import java.io.IOException;

/** A part of a file as a file, by itself. */
final class FilePart implements InputFile {
    private final String name;
    private final Source source;
    private final long length;

    /** Reads from a position of the part on. */
    private interface Source {
        int read(long position, byte[] target, int offset, int count) throws IOException;
    }

    private FilePart(String name, long length, Source source) {
        this.name = name;
        this.length = length;
        this.source = source;
    }

    static FilePart of(InputFile file, long start, long size) {
        return new FilePart(
                file.name(),
                Math.min(size, file.length() - start),
                (position, target, offset, count) -> file.read(start + position, target, offset, count));
    }

    /** Bytes that were read already. */
    static FilePart of(String name, byte[] bytes, int length) {
        return new FilePart(name, length, (position, target, offset, count) -> {
            System.arraycopy(bytes, (int) position, target, offset, count);
            return count;
        });
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        return position >= length
                ? -1
                : source.read(position, target, offset, (int) Math.min(count, length - position));
    }

    @Override
    public void close() {
        // the whole file is its owner's to close
    }
}
