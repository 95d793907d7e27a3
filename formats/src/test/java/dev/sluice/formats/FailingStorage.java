package dev.sluice.formats;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** A file whose storage works for so many reads and fails from then on. */
final class FailingStorage implements InputFile {
    /** What it fails with: an IOException or an unchecked one. */
    @FunctionalInterface
    interface Failure {
        IOException next() throws IOException;
    }

    private final InputFile file;
    private final AtomicInteger left;
    private final Failure failure;

    FailingStorage(InputFile file, int reads, Failure failure) {
        this.file = file;
        this.left = new AtomicInteger(reads);
        this.failure = failure;
    }

    boolean failed() {
        return left.get() < 0;
    }

    @Override
    public String name() {
        return file.name();
    }

    @Override
    public long length() {
        return file.length();
    }

    @Override
    public int read(long position, byte[] target, int offset, int count) throws IOException {
        if (left.getAndDecrement() <= 0) {
            throw failure.next();
        }
        return file.read(position, target, offset, count);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
